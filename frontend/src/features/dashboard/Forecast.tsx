import { useMemo } from "react";
import type { Where } from "@/api";
import { toDay } from "@/lib/day";
import { both } from "@/records/filter/model";
import { useWords } from "@/ui/words";
import { open, type Question, scopeWhere, useAnswers } from "./ask";
import { useLooking } from "./context";
import { shortMonth } from "./keys";
import { Panel } from "./Panel";
import { addMonths, monthSpan } from "./period";
import { plain, type Sheet, showValue, sumOf } from "./sheet";

const ahead = 6;

/** Forecast shows the open opportunities by the month they are expected to close in, whole and weighted by their chance. */
export function Forecast() {
  const { t, lang } = useWords();
  const { scope, today, large } = useLooking();
  const now = toDay(today);
  const parts = useMemo(() => {
    const month = (n: number) => addMonths(`${now.slice(0, 7)}-01`, n).slice(0, 7);
    const on = "expectedCloseOn";
    const last = monthSpan(month(ahead - 1)).to;
    const list: { label: string; where: Where }[] = [
      { label: t("dashboard.overdue"), where: { field: on, op: "lt", value: now } },
      ...Array.from({ length: ahead }, (_, n) => {
        const span = monthSpan(month(n));
        return {
          label: shortMonth(month(n), lang),
          where: { field: on, op: "between", value: [n === 0 ? now : span.from, span.to] },
        };
      }),
      { label: t("dashboard.later"), where: { field: on, op: "gt", value: last } },
      { label: t("dashboard.noDay"), where: { field: on, op: "empty" } },
    ];
    return list;
  }, [now, lang, t]);
  const mine = useMemo(() => scopeWhere(scope), [scope]);
  const questions = useMemo(
    () =>
      parts.map(
        (part): Question => ({
          entity: "opportunity",
          where: both(open, part.where, mine),
          measures: [{ op: "sum", field: "weighted" }, { op: "sum", field: "amount" }, { op: "count" }],
        }),
      ),
    [parts, mine],
  );
  const found = useAnswers(questions);
  const answers = found.data?.answers;
  const title = t("dashboard.forecast");
  const sheet = useMemo((): Sheet | undefined => {
    if (!answers) return undefined;
    let rows = parts.map((part, n) => {
      const where = both(open, part.where, mine);
      const values = answers[n]?.rows[0]?.values ?? [];
      return {
        labels: [part.label],
        values: [plain(values[0]) ?? "0", plain(values[1]) ?? "0", plain(values[2]) ?? "0"],
        open: [where, where, where],
      };
    });
    const total = [0, 1, 2].map((n) => sumOf(rows.map((row) => row.values[n])));
    if (Number(total[1]) === 0) rows = []; // without amounts there is nothing to draw
    // Later and never are left out when there is nothing in them; the months stay, so that a gap is seen.
    rows = rows.filter((row, n) => (n > 0 && n <= ahead) || row.values[2] !== "0");
    const all = both(open, mine);
    return {
      entity: "opportunity",
      title,
      about: t("dashboard.asOf", { day: now }),
      kind: "columns",
      labels: [t("dashboard.expected")],
      series: [
        { name: t("dashboard.weighted"), format: "money" },
        { name: t("dashboard.whole"), format: "money", quiet: true },
        { name: t("dashboard.deals"), format: "whole" },
      ],
      rows,
      total: { labels: [""], values: total, open: [all, all, all] },
      drawn: 2,
      behind: true,
    };
  }, [answers, parts, mine, title, now, t]);
  const count = Number(sheet?.total?.values[2] ?? 0);
  const late = sheet?.rows[0]?.labels[0] === t("dashboard.overdue") ? sheet.rows[0] : undefined;
  return (
    <Panel
      sheet={sheet}
      title={title}
      finding={
        sheet && sheet.rows.length > 0
          ? [
              t("dashboard.forecastFinding", {
                weighted: showValue("money", sheet.total?.values[0] ?? null, lang),
                whole: showValue("money", sheet.total?.values[1] ?? null, lang),
              }),
              late ? t("dashboard.overdueFinding", { count: Number(late.values[2]) }) : "",
            ].join("")
          : undefined
      }
      height={large ? 320 : 236}
      large={large}
      stale={found.isPlaceholderData}
      fault={found.error}
      onRetry={() => void found.refetch()}
      empty={count > 0 ? t("dashboard.noAmounts", { count }) : t("dashboard.nothingOpen")}
    />
  );
}
