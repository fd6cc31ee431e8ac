import { App, Button } from "antd";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import { type ChangeSet, useAnswer, useDescribe } from "@/api";
import { sayDay, toDay } from "@/lib/day";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Moment } from "@/ui/Moment";
import { useNow } from "@/ui/now";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";

const step = 100;

/** HistoryPage tells of every change set of the book, the latest first; each can be undone as a whole. */
export function HistoryPage() {
  const { t } = useWords();
  const [limit, setLimit] = useState(step);
  const found = useAnswer("changes.list", { limit }, ["*"]);
  const { byName } = useDescribe();
  // Settings and the like are kept by the same journal, but are nothing one would undo here.
  const sets = (found.data?.sets ?? []).filter((set) => set.entities.some((name) => byName.has(name)));
  const days = byDay(sets);
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("history.title")}</h1>
          <p className="pagehead__text">{t("history.text")}</p>
        </div>
      </header>
      {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && sets.length === 0 && <Empty title={t("history.empty")} text={t("history.emptyText")} />}
      <Scroll label={t("history.title")}>
        {days.map(([day, of]) => (
          <Day key={day} day={day} sets={of} />
        ))}
        {(found.data?.sets.length ?? 0) >= limit && (
          <Button type="text" onClick={() => setLimit((was) => was + step)}>
            {t("record.earlier")}
          </Button>
        )}
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
  const { t, say, lang } = useWords();
  const { byName } = useDescribe();
  const { modal } = App.useApp();
  const now = useNow();
  const notice = useNotice();
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  const labelOf = (set: ChangeSet) => set.label || t("history.noLabel");
  const ask = (set: ChangeSet) =>
    modal.confirm({
      title: t("history.undoAsk", { label: labelOf(set) }),
      content: t("history.undoText", { count: set.count }),
      okText: t("action.undo"),
      onOk: () => notice.undo(set.set),
    });
  return (
    <section className="changeday">
      <h2 className="changeday__title">{sayDay(day, lang, now, words)}</h2>
      <ul className="changeday__list">
        {sets.map((set) => (
          <li className={set.undone ? "changeset is-undone" : "changeset"} key={set.set}>
            <span className="changeset__at">
              <Moment at={set.at} timeOnly />
            </span>
            <span className="changeset__who">{set.actorName || t("state.someone")}</span>
            <span className="changeset__what">
              {labelOf(set)}
              <span className="faint">
                {" · "}
                {(set.entities ?? [])
                  .map((name) => say(byName.get(name)?.label) || name)
                  .join(lang === "en" ? ", " : "、")}
                {" · "}
                {t("history.records", { count: set.count })}
              </span>
            </span>
            {set.undone ? (
              <span className="faint">{t("history.undone")}</span>
            ) : (
              <Button size="small" type="text" icon={<Undo2 size={14} aria-hidden />} onClick={() => void ask(set)}>
                {t("action.undo")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
