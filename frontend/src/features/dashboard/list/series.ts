// A list as a chart: what is asked, and how the answers become a sheet.
import type { FieldSpec, Where } from "@/api";
import type { Answer, MeasureBy, Question } from "@/features/dashboard/ask";
import { type GroupBy, type Key, keyWhere, otherWhere } from "@/features/dashboard/keys";
import { keysBetween } from "@/features/dashboard/period";
import { formatOf } from "@/features/dashboard/pivot/model";
import { plain, type Sheet, type SheetRow, sumOf } from "@/features/dashboard/sheet";
import { both } from "@/records/filter/model";

export const listKinds = ["columns", "bars", "lines", "stacked"] as const;
export type ListKind = (typeof listKinds)[number];

/** What a list is drawn by. */
export interface ListChart {
  kind: ListKind;
  group: GroupBy;
  measure: MeasureBy;
  split?: GroupBy;
}

const mostRows = 20;
const mostMonths = 60;
const mostSeries = 6;

export function questionsOf(entity: string, where: Where | undefined, chart: ListChart): Question[] {
  const ask = (groups: GroupBy[]): Question => ({ entity, where, groups, measures: [chart.measure], limit: 10_000 });
  const list = [ask([chart.group]), ask([])];
  if (chart.split) list.push(ask([chart.group, chart.split]), ask([chart.split]));
  return list;
}

export interface SeriesWords {
  title: string;
  about: string;
  measure: string;
  heading: string;
  others: (count: number) => string;
  sayGroup: (key: Key) => string;
  saySplit: (key: Key) => string;
  specOf: (path: string) => FieldSpec | undefined;
}

/** seriesOf makes the sheet of a list: one row for each group, the small ones together; days without gaps. */
export function seriesOf(
  entity: string,
  where: Where | undefined,
  chart: ListChart,
  answers: Answer[],
  words: SeriesWords,
): Sheet {
  const [byGroup, whole, cells, bySplit] = answers;
  const spec = words.specOf(chart.group.field);
  const format = formatOf(chart.measure, chart.measure.field ? words.specOf(chart.measure.field) : undefined);
  const adds = chart.measure.op === "count" || chart.measure.op === "sum";
  const value = (row: Answer["rows"][number]) => plain(row.values[0]);
  const totals = new Map((byGroup?.rows ?? []).map((row) => [row.keys[0] ?? null, value(row)]));
  const keys = orderOf(chart.group, spec, [...totals.keys()], totals);
  const named =
    chart.group.by && spec?.kind !== "region"
      ? keys.slice(-mostMonths)
      : keys.length > mostRows + 1
        ? keys.slice(0, mostRows)
        : keys;
  const left = keys.filter((key) => !named.includes(key));
  const splits = chart.split
    ? [...(bySplit?.rows ?? [])]
        .sort((a, b) => Number(value(b) ?? 0) - Number(value(a) ?? 0))
        .map((row) => row.keys[0] ?? null)
    : [];
  const shown = splits.length > mostSeries ? splits.slice(0, mostSeries - 1) : splits;
  const rest = splits.slice(shown.length);
  const at = new Map((cells?.rows ?? []).map((row) => [JSON.stringify(row.keys), value(row)]));
  const none = adds ? "0" : null;
  const splitSpec = chart.split && words.specOf(chart.split.field);
  const line = (label: string, of: Key[], mark: Where): SheetRow => {
    const here = both(where, mark);
    if (!chart.split)
      return {
        labels: [label],
        values: [of.length === 1 ? (totals.get(of[0] ?? null) ?? none) : sumOf(of.map((key) => totals.get(key)))],
        open: [here],
      };
    const { split } = chart;
    const cell = (parts: Key[]) => {
      const found = of.flatMap((key) => parts.map((part) => at.get(JSON.stringify([key, part]))));
      return found.length === 1 ? (found[0] ?? none) : sumOf(found);
    };
    return {
      labels: [label],
      values: [...shown.map((part) => cell([part])), ...(rest.length > 0 && adds ? [cell(rest)] : [])],
      open: [
        ...shown.map((part) => both(here, keyWhere(split, splitSpec, part))),
        ...(rest.length > 0 && adds ? [both(here, otherWhere(split, splitSpec, shown))] : []),
      ],
    };
  };
  const rows = named.map((key) => line(words.sayGroup(key), [key], keyWhere(chart.group, spec, key)));
  if (left.length > 0 && adds && !chart.group.by)
    rows.push({ ...line(words.others(left.length), left, otherWhere(chart.group, spec, named)), rest: true });
  return {
    entity,
    title: words.title,
    about: words.about,
    kind: chart.kind,
    labels: [words.heading],
    series: chart.split
      ? [
          ...shown.map((part) => ({ name: words.saySplit(part), format })),
          ...(rest.length > 0 && adds ? [{ name: words.others(rest.length), format, quiet: false }] : []),
        ]
      : [{ name: words.measure, format }],
    rows,
    total: chart.split ? undefined : { labels: [""], values: [plain(whole?.rows[0]?.values[0])], open: [where] },
  };
}

// Days stand in their order without gaps, choices in that of their options; all else the greatest first.
function orderOf(group: GroupBy, spec: FieldSpec | undefined, keys: Key[], totals: Map<Key, string | null>): Key[] {
  const isTime = group.by !== undefined && spec?.kind !== "region";
  if (isTime) {
    const filled = keys.filter((key): key is string => typeof key === "string" && key !== "").sort();
    const [first, last] = [filled[0], filled.at(-1)];
    const gapless =
      first && last && ["month", "quarter", "year"].includes(group.by ?? "")
        ? keysBetween(group.by ?? "", first, last, 1200)
        : filled;
    return keys.includes(null) ? [null, ...gapless] : gapless;
  }
  if (spec?.kind === "choice" || spec?.kind === "flag") return keys;
  return [...keys].sort((a, b) => Number(totals.get(b) ?? 0) - Number(totals.get(a) ?? 0));
}
