import { useMemo } from "react";
import { type FlatRecord, type Titles, useAnswer, type Where } from "@/api";
import { toDay } from "@/lib/day";
import { both } from "@/records/filter/model";
import type { HostEntry } from "@/ui/calendar/CalendarHost";
import { type Kind, planned } from "./kinds";

/** Days in sight, both included. */
export interface Range {
  from: string;
  to: string;
}

/** What stands on a day: a record, or how many there are where they are too many to be shown one by one. */
export interface Entry extends HostEntry {
  kind: Kind;
  day: string;
  row?: FlatRecord;
  titles: Titles;
  count?: number;
  done: boolean;
  late: boolean;
}

// More than this of one kind is shown as a figure a day.
const most = 400;
const none: Entry[] = [];

/** useEntries reads what stands on the days in sight, kind by kind, and no more than that. */
export function useEntries(kinds: readonly Kind[], range: Range | undefined, whose: Where | undefined, today: string) {
  const [a, b, c, d] = kinds;
  const found = [
    useKind(a, range, whose, today),
    useKind(b, range, whose, today),
    useKind(c, range, whose, today),
    useKind(d, range, whose, today),
  ];
  const [one, two, three, four] = found.map((each) => each.entries);
  const entries = useMemo(() => [one, two, three, four].flatMap((each) => each ?? none), [one, two, three, four]);
  return {
    entries,
    pending: found.some((each) => each.pending),
    fault: found.find((each) => each.fault)?.fault,
    total: found.reduce((sum, each) => sum + each.total, 0),
  };
}

function useKind(kind: Kind | undefined, range: Range | undefined, whose: Where | undefined, today: string) {
  const where = useMemo(
    () => kind && range && both(kind.where, whose, { field: kind.day, op: "between", value: [range.from, range.to] }),
    [kind, range, whose],
  );
  const on = kind !== undefined && where !== undefined;
  const entity = kind?.entity ?? "";
  const list = useAnswer(
    "records.list",
    { entity, where, sort: [{ field: kind?.day ?? "" }], columns: kind?.columns, limit: most },
    [entity, "customer"],
    on,
  );
  const total = list.data?.total ?? 0;
  const many = total > most;
  const counts = useAnswer(
    "records.aggregate",
    { entity, where, groups: [{ field: kind?.day ?? "", by: "day" }], measures: [{ op: "count" }] },
    [entity],
    on && many,
  );
  const rows = list.data;
  const days = counts.data?.rows;
  const entries = useMemo(() => {
    if (!kind || !rows) return none;
    if (many)
      return (days ?? []).flatMap(({ keys, values }) => {
        const day = String(keys[0] ?? "").slice(0, 10);
        return day === "" ? [] : [countEntry(kind, day, Number(values[0] ?? 0))];
      });
    return rows.rows.flatMap((row) => rowEntry(kind, row, rows.titles, today) ?? []);
  }, [kind, rows, many, days, today]);
  return { entries, total: on ? total : 0, pending: on && list.isPending, fault: list.data ? undefined : list.error };
}

function countEntry(kind: Kind, day: string, count: number): Entry {
  return {
    id: `${kind.key}:${day}`,
    title: String(count),
    start: day,
    day,
    kind,
    count,
    titles: {},
    movable: false,
    // Figures stand before what is named, kind by kind in the same order every day.
    rank: planned.findIndex((each) => each.key === kind.key) - planned.length,
    done: false,
    late: false,
  };
}

/** rowEntry lays a record on its day; undefined where it has none. */
export function rowEntry(kind: Kind, row: FlatRecord, titles: Titles, today: string): Entry | undefined {
  const at = kind.at ? row[kind.at] : undefined;
  const value = typeof at === "string" && at !== "" ? at : row[kind.day];
  if (typeof value !== "string" || value === "") return undefined;
  const day = value.includes("T") ? toDay(new Date(value)) : value;
  const done = kind.done?.(row) ?? false;
  const customer = typeof row.customerId === "string" ? titles[row.customerId] : undefined;
  const name = row[kind.title];
  const late = kind.due === true && !done && day < today;
  const own = typeof name === "string" ? (titles[name] ?? name) : undefined;
  const title = (kind.numbered ? [customer, own] : [own, customer]).filter(Boolean).join(" · ");
  return {
    id: `${kind.key}:${row.id}`,
    title,
    start: value,
    day,
    kind,
    row,
    titles,
    movable: kind.movable(row) && !row.refused?.includes("update"),
    rank: done ? 3 : late ? 0 : kind.due ? 1 : 2,
    done,
    late,
  };
}
