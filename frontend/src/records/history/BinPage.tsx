import { Button, Checkbox } from "antd";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useAnswer } from "@/api";
import { addDays, toDay } from "@/lib/day";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { BinTable } from "./BinTable";
import type { BinAt } from "./binAt";
import { Days, Of, Who } from "./HistoryFilter";
import { type Row, useRestore } from "./useRestore";

const step = 100;
const most = 200;
const recentDays = 30;

/** BinPage lists what was deleted, of every kind, and brings it back with what belonged to it. */
export function BinPage(props: { at: BinAt; onAt: (at: BinAt) => void; onPage: (entity: string, id: string) => void }) {
  const { t } = useWords();
  const [limit, setLimit] = useState(step);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { entity, actor, from, to, all } = props.at;
  const set = (change: BinAt) => {
    props.onAt({ ...props.at, ...change });
    setLimit(step);
    setChosen(new Set());
  };
  const since = all || from || to ? from : toDay(addDays(new Date(), 1 - recentDays));
  const input = { entity, actor, from: since, to, limit };
  const found = useAnswer("bin.list", input, ["*"]);
  const rows = found.data?.rows ?? [];
  const narrowed = actor !== undefined || from !== undefined || to !== undefined || entity !== undefined;
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("nav.bin")}</h1>
          <p className="pagehead__text">{t("bin.text")}</p>
        </div>
      </header>
      <section className="narrow" aria-label={t("bin.narrow")}>
        <Of value={entity} onChange={(next) => set({ entity: next })} />
        <Who value={actor} label={t("bin.by")} onChange={(next) => set({ actor: next })} />
        <Days from={from} to={to} onChange={(first, last) => set({ from: first, to: last })} />
        {!from && !to && (
          <Checkbox checked={all ?? false} onChange={(event) => set({ all: event.target.checked || undefined })}>
            {t("bin.older")}
          </Checkbox>
        )}
      </section>
      <Chosen rows={rows} chosen={chosen} onDone={() => setChosen(new Set())} />
      {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      <Scroll label={t("bin.title")}>
        {found.isSuccess && rows.length === 0 && (
          <Empty
            title={t(narrowed ? "bin.none" : all ? "bin.empty" : "bin.emptyRecent", { days: recentDays })}
            text={t(narrowed ? "bin.noneText" : "bin.emptyText")}
          />
        )}
        {rows.length > 0 && <BinTable rows={rows} chosen={chosen} onChosen={setChosen} onPage={props.onPage} />}
        <p className="bin__foot faint">
          {rows.length > 0 && t("bin.count", { count: found.data?.total ?? 0 })}
          {found.data?.more && limit < most && (
            <Button type="text" size="small" onClick={() => setLimit(most)}>
              {t("record.earlier")}
            </Button>
          )}
          {found.data?.more && limit === most && <span>{t("bin.latest", { count: most })}</span>}
        </p>
      </Scroll>
    </div>
  );
}

/** Chosen restores what was chosen, as one change. */
function Chosen({ rows, chosen, onDone }: { rows: Row[]; chosen: ReadonlySet<string>; onDone: () => void }) {
  const { t } = useWords();
  const restore = useRestore();
  const picked = rows.filter((row) => chosen.has(row.id));
  if (picked.length === 0) return null;
  return (
    <div className="bulk bin__bulk" role="toolbar" aria-label={t("list.selected", { count: picked.length })}>
      <span className="bulk__count" aria-live="polite">
        {t("list.selected", { count: picked.length })}
      </span>
      <span className="bulk__actions">
        <Button
          size="small"
          type="primary"
          icon={<RotateCcw size={14} aria-hidden />}
          loading={restore.busy}
          onClick={() => void restore.bring(picked).then(onDone)}
        >
          {t("bin.restoreChosen", { count: picked.length })}
        </Button>
        <Button size="small" type="text" onClick={onDone}>
          {t("list.clearSelection")}
        </Button>
      </span>
    </div>
  );
}
