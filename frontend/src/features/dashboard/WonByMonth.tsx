import { useMemo } from "react";
import { both } from "@/records/filter/model";
import { useWords } from "@/ui/words";
import { type Answer, during, type Question, scopeWhere, useAnswers, won } from "./ask";
import { useLooking } from "./context";
import { sayPeriod, shortMonth } from "./keys";
import { Panel } from "./Panel";
import { addMonths, monthSpan, monthsUpTo } from "./period";
import { change, plain, type Sheet, sayChange, showValue, sumOf } from "./sheet";

/** WonByMonth shows what was won in each of twelve months, with the year before behind it. */
export function WonByMonth() {
  const { t, lang } = useWords();
  const { span, scope, today, large } = useLooking();
  const now = monthSpan(monthsUpTo(toMonthDay(today), 1)[0] ?? span.to.slice(0, 7)).to;
  const last = span.to < now ? span.to : now;
  const months = useMemo(() => monthsUpTo(last, 12), [last]);
  const mine = useMemo(() => scopeWhere(scope), [scope]);
  const question = useMemo((): Question => {
    const first = `${addMonths(`${months[0]}-01`, -12).slice(0, 7)}-01`;
    return {
      entity: "opportunity",
      where: both(won, during("closedOn", { from: first, to: monthSpan(months.at(-1) ?? "").to }), mine),
      groups: [{ field: "closedOn", by: "month" }],
      measures: [{ op: "sum", field: "amount" }, { op: "count" }],
    };
  }, [months, mine]);
  const found = useAnswers([question]);
  const answer = found.data?.answers[0];
  const title = t("dashboard.wonByMonth");
  const sheet = useMemo((): Sheet | undefined => {
    if (!answer) return undefined;
    const amount = reader(answer);
    const ago = (month: string) => addMonths(`${month}-01`, -12).slice(0, 7);
    const where = (month: string) => both(won, during("closedOn", monthSpan(month)), mine);
    const rows = months.map((month) => ({
      labels: [shortMonth(month, lang)],
      values: [amount(month, 0), amount(ago(month), 0), amount(month, 1)],
      open: [where(month), where(ago(month)), where(month)],
    }));
    if (rows.every((row) => Number(row.values[0]) === 0 && Number(row.values[1]) === 0)) rows.length = 0;
    const whole = { from: `${months[0]}-01`, to: monthSpan(months.at(-1) ?? "").to };
    return {
      entity: "opportunity",
      title,
      about: `${sayPeriod("month", months[0] ?? "", lang)} – ${sayPeriod("month", months.at(-1) ?? "", lang)}`,
      kind: "columns",
      labels: [t("dashboard.month")],
      series: [
        { name: t("dashboard.thisYear"), format: "money" },
        { name: t("dashboard.yearBefore"), format: "money", quiet: true },
        { name: t("dashboard.deals"), format: "whole" },
      ],
      rows,
      total: {
        labels: [""],
        values: [0, 1, 2].map((n) => sumOf(rows.map((row) => row.values[n]))),
        open: [both(won, during("closedOn", whole), mine), undefined, both(won, during("closedOn", whole), mine)],
      },
      drawn: 2,
    };
  }, [answer, months, mine, lang, t, title]);
  const part = sheet && change(sheet.total?.values[0] ?? null, sheet.total?.values[1] ?? null);
  const finding =
    sheet && sheet.rows.length > 0
      ? [
          t("dashboard.wonFinding", { amount: showValue("money", sheet.total?.values[0] ?? null, lang) }),
          part === undefined
            ? ""
            : t(part >= 0 ? "dashboard.moreThanBefore" : "dashboard.lessThanBefore", {
                part: sayChange(part, lang),
              }),
        ].join("")
      : undefined;
  return (
    <Panel
      sheet={sheet}
      title={title}
      finding={finding}
      height={large ? 320 : 236}
      large={large}
      stale={found.isPlaceholderData}
      fault={found.error}
      onRetry={() => void found.refetch()}
      empty={t("dashboard.nothingWon")}
    />
  );
}

const toMonthDay = (date: Date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-01`;

// Finds a figure of a month in an answer; a month without a row is zero.
function reader(answer: Answer) {
  const rows = new Map(answer.rows.map((row) => [String(row.keys[0]), row.values]));
  return (month: string, measure: number) => plain(rows.get(month)?.[measure]) ?? "0";
}
