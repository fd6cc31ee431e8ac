import { Button } from "antd";
import { useState } from "react";
import { type ChangeSet, useAnswer } from "@/api";
import { sayDay, toDay } from "@/lib/day";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { useNow } from "@/ui/now";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { ChangeRow } from "./ChangeRow";
import { asked, HistoryFilter, useHistoryFilter } from "./HistoryFilter";

const step = 50;

/** HistoryPage tells who did what and when, the latest first; each deed can be looked into, and undone as a whole. */
export function HistoryPage() {
  const { t } = useWords();
  const [limit, setLimit] = useState(step);
  const filter = useHistoryFilter();
  const found = useAnswer("changes.list", { limit, ...asked(filter) }, ["*"]);
  const sets = found.data?.sets ?? [];
  const narrowed = Object.keys(asked(filter)).length > 0;
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("history.title")}</h1>
          <p className="pagehead__text">{t("history.text")}</p>
        </div>
      </header>
      <HistoryFilter onChange={() => setLimit(step)} />
      {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && sets.length === 0 && (
        <Empty
          title={t(narrowed ? "history.none" : "history.empty")}
          text={t(narrowed ? "history.noneText" : "history.emptyText")}
        >
          {narrowed && <Button onClick={() => useHistoryFilter.setState({}, true)}>{t("history.clear")}</Button>}
        </Empty>
      )}
      <Scroll label={t("history.title")}>
        {byDay(sets).map(([day, of]) => (
          <Day key={day} day={day} sets={of} />
        ))}
        {found.data?.next !== undefined && limit < 200 && (
          <Button type="text" onClick={() => setLimit((was) => Math.min(200, was + step))}>
            {t("record.earlier")}
          </Button>
        )}
        {found.data?.next !== undefined && limit >= 200 && <p className="faint">{t("history.narrow")}</p>}
      </Scroll>
    </div>
  );
}

function byDay(sets: ChangeSet[]): [string, ChangeSet[]][] {
  const days = new Map<string, ChangeSet[]>();
  for (const set of sets) {
    const day = toDay(new Date(set.at));
    days.set(day, [...(days.get(day) ?? []), set]);
  }
  return [...days];
}

function Day({ day, sets }: { day: string; sets: ChangeSet[] }) {
  const { t, lang } = useWords();
  const now = useNow();
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <section className="changeday">
      <h2 className="changeday__title">{sayDay(day, lang, now, words)}</h2>
      <ul className="changeday__list">
        {sets.map((set) => (
          <ChangeRow key={set.set} set={set} />
        ))}
      </ul>
    </section>
  );
}
