import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import {
  type EntityDescription,
  type FieldKind,
  type FieldSpec,
  type Titles,
  useAnswer,
  useDescribe,
  type Where,
} from "@/api";
import { ofDay, toDay } from "@/lib/day";
import { useWords } from "@/ui/words";
import { type FilterField, fieldsOf } from "../filter/model";
import { specAt } from "../filter/words";
import type { GridGroup } from "../grid/grid";
import { showFigure } from "./figures";

/** What the rows of a list are put together by: a field, days by a period, places by province. */
export interface GroupBy {
  field: string;
  by?: Period;
}
const periods = ["day", "week", "month", "quarter", "year", "province", "city"] as const;
export type Period = (typeof periods)[number];

/** A group of rows and the filter that holds for them. */
export type RowGroup = GridGroup & { where: Where };

const groupable: ReadonlySet<FieldKind> = new Set<FieldKind>([
  "choice",
  "choices",
  "tags",
  "ref",
  "flag",
  "region",
  "day",
  "instant",
  "percent",
]);

/** groupFieldsOf lists what the rows of an entity can be put together by. */
export function groupFieldsOf(
  entity: EntityDescription,
  byName: ReadonlyMap<string, EntityDescription>,
): FilterField[] {
  return fieldsOf(entity, byName).filter(
    ({ spec, through }) => groupable.has(spec.kind) && spec.name !== "deletedAt" && !(through && spec.kind === "ref"),
  );
}

/** periodsOf lists how finely a field can be cut. */
export function periodsOf(kind: FieldKind): Period[] {
  if (kind === "day" || kind === "instant") return ["day", "week", "month", "quarter", "year"];
  return kind === "region" ? ["province", "city"] : [];
}

/** groupOfView reads "stage" or "closedOn:month" as a view says it. */
export function groupOfView(
  group: string | undefined,
  entity: EntityDescription,
  byName: ReadonlyMap<string, EntityDescription>,
): (GroupBy & { spec: FieldSpec }) | undefined {
  if (!group) return undefined;
  const [field = "", said] = group.split(":");
  const spec = specAt(entity, field, byName);
  if (!spec || !groupable.has(spec.kind)) return undefined;
  const fine = periodsOf(spec.kind);
  const by = fine.find((each) => each === said) ?? (fine.includes("month") ? "month" : fine[0]);
  return { field, by, spec };
}

export function groupText({ field, by }: GroupBy): string {
  return by ? `${field}:${by}` : field;
}

type Key = string | number | boolean | null;

/** whereOfGroup is the filter for the rows of one group. */
export function whereOfGroup(group: GroupBy & { spec: FieldSpec }, key: Key): Where {
  const { field, by, spec } = group;
  if (key === null || key === "") return { field, op: "empty" };
  if (by && spec.kind === "region") return { field, op: "startsWith", value: String(key) };
  if (by) return { field, op: "between", value: spanOf(by, String(key)) };
  const several = spec.kind === "tags" || spec.kind === "choices";
  return several ? { field, op: "in", value: [String(key)] } : { field, op: "eq", value: key };
}

/** spanOf gives the first and the last day of a period as the core names it: 2026-03, 2026-Q1, 2026-W10, 2026. */
export function spanOf(by: Period, key: string): [string, string] {
  const year = Number(key.slice(0, 4));
  if (by === "day") return [key, key];
  if (by === "year") return [`${key}-01-01`, `${key}-12-31`];
  const part = Number(key.slice(by === "month" ? 5 : 6));
  if (by === "week") {
    // The first week of a year is the one with the fourth of January in it.
    const fourth = new Date(year, 0, 4);
    const monday = 4 - ((fourth.getDay() + 6) % 7) + (part - 1) * 7;
    return [toDay(new Date(year, 0, monday)), toDay(new Date(year, 0, monday + 6))];
  }
  const months = by === "quarter" ? 3 : 1;
  const first = (part - 1) * months;
  return [toDay(new Date(year, first, 1)), toDay(new Date(year, first + months, 0))];
}

const most = 2000;

/** useGroups counts and sums the groups of a list; undefined while they are not known, and without grouping. */
export function useGroups(
  entity: EntityDescription,
  group: (GroupBy & { spec: FieldSpec }) | undefined,
  where: Where | undefined,
  summed: FieldSpec[],
  desc: boolean,
) {
  const { t, say, lang } = useWords();
  const { byName } = useDescribe();
  const words = useKeyWords();
  // Closed groups of this grouping; another grouping begins with all of them open.
  const [closed, setClosed] = useState<{ of: string; keys: ReadonlySet<string> }>({ of: "", keys: new Set() });
  const of = group ? groupText(group) : "";
  const sources = [entity.name, ...(group?.spec.target ? [group.spec.target] : [])];
  const answer = useAnswer(
    "records.aggregate",
    {
      entity: entity.name,
      where,
      groups: group ? [{ field: group.field, by: group.by }] : [],
      measures: [{ op: "count" }, ...summed.map((spec) => ({ op: "sum" as const, field: spec.name }))],
      limit: most,
    },
    sources,
    group !== undefined,
  );
  const found = answer.data;
  const shut = closed.of === of ? closed.keys : undefined;
  const nameOf = (by: GroupBy & { spec: FieldSpec }, key: Key, titles: Titles): string => {
    if (key === null || key === "") return t("group.none", { name: say(by.spec.label) });
    return words(by, key, titles);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const groups = useMemo<RowGroup[] | undefined>(() => {
    if (!group || !found) return undefined;
    const list = found.rows.map((row): RowGroup => {
      const key = row.keys[0] ?? null;
      const name = nameOf(group, key, found.titles);
      const sums: { [column: string]: string } = {};
      summed.forEach((spec, at) => {
        const value = row.values[at + 1];
        if (value !== null && value !== undefined) sums[spec.name] = showFigure(spec, value);
      });
      return {
        key: String(key),
        name,
        label: name,
        count: Number(row.values[0] ?? 0),
        open: !shut?.has(String(key)),
        sums,
        where: whereOfGroup(group, key),
      };
    });
    return desc ? list.reverse() : list;
  }, [found, of, shut, desc, lang, byName]);

  const set = (keys: ReadonlySet<string>) => setClosed({ of, keys });
  // A record with several tags stands in several groups, and is still one record.
  const several = group !== undefined && (group.spec.kind === "tags" || group.spec.kind === "choices");
  const counted = useAnswer(
    "records.aggregate",
    { entity: entity.name, where, measures: [{ op: "count" }] },
    [entity.name],
    several,
  );
  const all = several ? counted.data?.rows[0]?.values[0] : undefined;
  return {
    groups,
    total: all === undefined || all === null ? undefined : Number(all),
    fault: answer.error,
    again: answer.refetch,
    toggle: (key: string) => {
      const next = new Set(shut);
      if (!next.delete(key)) next.add(key);
      set(next);
    },
    closeAll: () => set(new Set(found?.rows.map((row) => String(row.keys[0] ?? null)))),
    openAll: () => set(new Set()),
  };
}

/** useKeyWords says the key of a group as people read it. */
export function useKeyWords() {
  const { t, say, lang } = useWords();
  return (by: GroupBy & { spec: FieldSpec }, key: Exclude<Key, null>, titles: Titles): string => {
    const { spec } = by;
    const option = spec.options?.find((each) => each.value === key);
    if (option) return say(option.label);
    if (spec.kind === "flag") return key === true ? t("state.yes") : t("state.no");
    if (spec.kind === "percent") return `${key}%`;
    if (spec.kind === "region") return String(key).replaceAll("/", " ");
    if (by.by) return periodWords(by.by, String(key), t, lang);
    return titles[String(key)] ?? String(key);
  };
}

/** periodWords says a period as people do: 2026年11月, 2026年第4季度; Nov 2026, Q4 2026. */
export function periodWords(by: Period, key: string, t: TFunction, lang: string): string {
  const year = key.slice(0, 4);
  const n = Number(key.slice(by === "month" ? 5 : 6));
  if (by === "year") return t("group.yearName", { year });
  if (by === "quarter") return t("group.quarterName", { year, n });
  if (by === "week") return t("group.weekName", { year, n });
  const month = lang === "en" ? "short" : "long";
  if (by === "month")
    return new Intl.DateTimeFormat(lang, { year: "numeric", month }).format(new Date(Number(year), n - 1, 1));
  const date = ofDay(key);
  return date ? new Intl.DateTimeFormat(lang, { year: "numeric", month, day: "numeric" }).format(date) : key;
}
