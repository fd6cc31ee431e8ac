import { Button, Checkbox } from "antd";
import { RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { forget, type Output, runJob, useAnswer, useDescribe } from "@/api";
import { addDays, toDay } from "@/lib/day";
import { group } from "@/lib/money";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Moment } from "@/ui/Moment";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { Days, Of, Who } from "./HistoryFilter";

type Row = Output<"bin.list">["rows"][number];

interface Narrow {
  actor?: string;
  from?: string;
  to?: string;
  /** What was deleted longer ago is there too, but seldom looked for. */
  all?: boolean;
}

const step = 100;
const recentDays = 30;

/** BinPage lists what was deleted, of every kind, and brings it back with what belonged to it. */
export function BinPage(props: {
  entity: string | undefined;
  onEntity: (entity: string | undefined) => void;
  onPage: (entity: string, id: string) => void;
}) {
  const { t } = useWords();
  const [filter, setFilter] = useState<Narrow>({});
  const [limit, setLimit] = useState(step);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const set = (change: Narrow) => {
    setFilter((was) => ({ ...was, ...change }));
    setLimit(step);
    setChosen(new Set());
  };
  const { actor, from, to, all } = filter;
  const since = all || from || to ? from : toDay(addDays(new Date(), 1 - recentDays));
  const input = { entity: props.entity, actor, from: since, to, limit };
  const found = useAnswer("bin.list", input, ["*"]);
  const rows = found.data?.rows ?? [];
  const narrowed = actor !== undefined || from !== undefined || to !== undefined || props.entity !== undefined;
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("nav.bin")}</h1>
          <p className="pagehead__text">{t("bin.text")}</p>
        </div>
      </header>
      <section className="narrow" aria-label={t("bin.narrow")}>
        <Of value={props.entity} onChange={props.onEntity} />
        <Who value={actor} label={t("bin.by")} onChange={(next) => set({ actor: next })} />
        <Days from={from} to={to} onChange={(first, last) => set({ from: first, to: last })} />
        {!from && !to && (
          <Checkbox checked={all ?? false} onChange={(event) => set({ all: event.target.checked })}>
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
          {found.data?.more && limit < 200 && (
            <Button type="text" size="small" onClick={() => setLimit(200)}>
              {t("record.earlier")}
            </Button>
          )}
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

/** useRestore brings records back with what belonged to them, and tells of it with the way back. */
function useRestore() {
  const { t } = useWords();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const bring = async (rows: Row[]) => {
    setBusy(true);
    try {
      const result = await runJob("bin.restore", { records: rows.map(({ entity, id }) => ({ entity, id })) });
      const words = [t("bin.restored", { count: result.done })];
      const failed = result.failed[0];
      if (failed) words.push(`${t("bulk.failed", { count: result.failed.length })}: ${failed.title} ${failed.reason}`);
      notice.done(words.join(" · "), result.change);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
      await forget(["*"]);
    }
  };
  return { busy, bring };
}

function BinTable(props: {
  rows: Row[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  onPage: (entity: string, id: string) => void;
}) {
  const { rows, chosen, onChosen } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const restore = useRestore();
  const ids = rows.map((row) => row.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what went from the list is no longer chosen
  useEffect(() => {
    const left = [...chosen].filter((id) => rows.some((row) => row.id === id));
    if (left.length !== chosen.size) onChosen(new Set(left));
  }, [ids]);
  const choose = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChosen(next);
  };
  const every = rows.every((row) => chosen.has(row.id));
  return (
    <table className="plain bin__table">
      <thead>
        <tr>
          <th scope="col">
            <Checkbox
              aria-label={t("list.selectPage")}
              checked={every}
              indeterminate={!every && chosen.size > 0}
              onChange={() => onChosen(every ? new Set() : new Set(rows.map((row) => row.id)))}
            />
          </th>
          <th scope="col">{t("bin.record")}</th>
          <th scope="col">{t("history.entity")}</th>
          <th scope="col">{t("bin.by")}</th>
          <th scope="col">{t("bin.deletedAt")}</th>
          <th scope="col" aria-label={t("action.restore")} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={chosen.has(row.id) ? "is-chosen" : undefined}>
            <td>
              <Checkbox
                aria-label={t("list.selectRow", { title: row.title })}
                checked={chosen.has(row.id)}
                onChange={() => choose(row.id)}
              />
            </td>
            <th scope="row">
              <button type="button" className="linklike" onClick={() => props.onPage(row.entity, row.id)}>
                {row.title || say(byName.get(row.entity)?.label)}
              </button>
              {(row.together ?? 0) > 0 && (
                <span className="faint"> {t("bin.together", { count: group(String(row.together)) })}</span>
              )}
            </th>
            <td>{say(byName.get(row.entity)?.label)}</td>
            <td>{row.actorName || t("state.someone")}</td>
            <td>
              <Moment at={row.deletedAt} />
            </td>
            <td className="right">
              <Button
                size="small"
                type="text"
                icon={<RotateCcw size={14} aria-hidden />}
                disabled={restore.busy}
                aria-label={t("bin.restoreOne", { title: row.title })}
                onClick={() => void restore.bring([row])}
              >
                {t("action.restore")}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
