import { useMemo } from "react";
import { both } from "@/records/filter/model";
import { useOpenList } from "@/records/useOpenList";
import { useWords } from "@/ui/words";
import { during, type Question, scopeWhere, useAnswers, useSpec, won } from "./ask";
import { useLooking } from "./context";
import { Delta } from "./Delta";
import { type GroupBy, type Key, keyWhere, otherWhere, sayKey } from "./keys";
import { Panel } from "./Panel";
import { plain, type Sheet, type SheetRow, shortValue, sumOf } from "./sheet";

const mostNamed = 6;

/** Rank shows what was won in the period by owner, place or product: the best six, the others together. */
export function Rank({ title, by, heading }: { title: string; by: GroupBy; heading: string }) {
  const { t, lang, say } = useWords();
  const { span, before, scope, about, large, period } = useLooking();
  const spec = useSpec()("opportunity", by.field);
  const mine = useMemo(() => scopeWhere(scope), [scope]);
  const questions = useMemo(() => {
    const ask = (where: Question["where"]): Question => ({
      entity: "opportunity",
      where: both(won, where, mine),
      groups: [by],
      measures: [{ op: "sum", field: "amount" }, { op: "count" }],
    });
    return [ask(during("closedOn", span)), ask(during("closedOn", before))];
  }, [span, before, mine, by]);
  const found = useAnswers(questions);
  const answers = found.data?.answers;
  const sheet = useMemo((): Sheet | undefined => {
    const [now, then] = answers ?? [];
    if (!now || !then) return undefined;
    const words = {
      say,
      titles: { ...then.titles, ...now.titles },
      lang,
      none: t("dashboard.none"),
      yes: t("state.yes"),
      no: t("state.no"),
    };
    const base = both(won, during("closedOn", span), mine);
    const earlier = both(won, during("closedOn", before), mine);
    const thenOf = new Map(then.rows.map((row) => [row.keys[0] ?? null, plain(row.values[0])]));
    const parts = now.rows
      .map((row) => ({
        key: row.keys[0] ?? null,
        amount: plain(row.values[0]) ?? "0",
        count: plain(row.values[1]) ?? "0",
      }))
      .sort((a, b) => Number(b.amount) - Number(a.amount));
    const line = (labels: string, keys: Key[], values: string[], was: string | null, rest = false): SheetRow => {
      const mark = rest ? otherWhere(by, spec, keys) : keyWhere(by, spec, keys[0] ?? null);
      return {
        rest,
        labels: [labels],
        values: [...values, was],
        open: [both(base, mark), both(base, mark), both(earlier, mark)],
      };
    };
    const named = parts.length > mostNamed + 1 ? parts.slice(0, mostNamed) : parts;
    const rows = named.map((part) =>
      line(sayKey(by, spec, part.key, words), [part.key], [part.amount, part.count], thenOf.get(part.key) ?? "0"),
    );
    const others = parts.slice(named.length);
    if (others.length > 0) {
      const keys = named.map((part) => part.key);
      const was = sumOf([...thenOf].filter(([key]) => !keys.includes(key)).map(([, value]) => value));
      rows.push(
        line(
          t("dashboard.others", { count: others.length }),
          keys,
          [sumOf(others.map((each) => each.amount)), sumOf(others.map((each) => each.count))],
          was,
          true,
        ),
      );
    }
    return {
      entity: "opportunity",
      title,
      about,
      kind: "bars",
      labels: [heading],
      series: [
        { name: t("dashboard.amount"), format: "money" },
        { name: t("dashboard.deals"), format: "whole" },
        { name: t("dashboard.prior"), format: "money" },
      ],
      rows,
      total: {
        labels: [""],
        values: [0, 1].map((n) => sumOf(rows.map((row) => row.values[n]))).concat(sumOf([...thenOf.values()])),
        open: [base, base, earlier],
      },
      drawn: 1,
    };
  }, [answers, span, before, mine, by, spec, lang, say, t, title, about, heading]);
  return (
    <Panel
      sheet={sheet}
      title={title}
      finding={
        sheet && sheet.rows.length > 0 ? t("dashboard.arrows", { words: t(`dashboard.against.${period}`) }) : undefined
      }
      large={large}
      stale={found.isPlaceholderData}
      fault={found.error}
      onRetry={() => void found.refetch()}
      empty={t("dashboard.nothingWon")}
      height={120}
    >
      {sheet && <Bars sheet={sheet} />}
    </Panel>
  );
}

/** Bars are a sheet's first figures as bars to the right, each a thing to press, with the change beside it. */
function Bars({ sheet }: { sheet: Sheet }) {
  const { t, lang } = useWords();
  const { period } = useLooking();
  const openList = useOpenList();
  const most = Math.max(1, ...sheet.rows.map((row) => Number(row.values[0])));
  return (
    <ol className="bars">
      {sheet.rows.map((row, n) => (
        <li key={n} className="bars__line">
          <button
            type="button"
            className="bars__row"
            onClick={() => openList(sheet.entity, { where: row.open[0] })}
            title={row.labels[0]}
          >
            <span className="bars__name">{row.labels[0]}</span>
            <span className="bars__track" aria-hidden>
              <span
                className={row.rest ? "bars__bar is-rest" : "bars__bar"}
                style={{ width: `${(100 * Math.max(0, Number(row.values[0]))) / most}%` }}
              />
            </span>
            <span className="bars__value">{shortValue("money", Number(row.values[0]), lang)}</span>
            <span className="bars__count">{t("dashboard.dealsFew", { shown: row.values[1] ?? "" })}</span>
          </button>
          <Delta
            now={row.values[0] ?? null}
            then={row.values[2] ?? null}
            format="money"
            bare
            words={t(`dashboard.against.${period}`)}
            onOpen={() => openList(sheet.entity, { where: row.open[2] })}
          />
        </li>
      ))}
    </ol>
  );
}
