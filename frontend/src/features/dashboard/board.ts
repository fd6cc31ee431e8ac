import type { Where } from "@/api";
import type { MeasureBy, Scope } from "./ask";
import type { GroupBy } from "./keys";
import { type PeriodName, periodNames } from "./period";

/** What of a pivot stands in the address. */
export interface PivotView {
  entity: string;
  rows: GroupBy[];
  columns: GroupBy[];
  values: MeasureBy[];
  where?: Where;
  /** Rows ordered by a figure of the last column, that of the totals; by their names when nothing is said. */
  sort?: { value: number; desc?: boolean };
}

/** What of the dashboard stands in its address: sharing the address shares what is seen. */
export interface Board extends Scope {
  tab?: "pivot";
  period?: PeriodName;
  from?: string;
  to?: string;
  pivot?: PivotView;
}

const isDay = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** boardOf reads the state of the dashboard out of an address; whatever does not fit is left out. */
export function boardOf(search: { [key: string]: unknown }): Board {
  const board: Board = {};
  if (search.tab === "pivot") board.tab = "pivot";
  const period = periodNames.find((each) => each === search.period);
  if (period && period !== "month") board.period = period;
  if (isDay(search.from) && isDay(search.to) && search.from <= search.to) {
    board.from = search.from;
    board.to = search.to;
  } else if (board.period === "custom") board.period = undefined;
  if (typeof search.owner === "string" && search.owner !== "") board.owner = search.owner;
  if (typeof search.department === "string" && search.department !== "") board.department = search.department;
  const pivot = pivotOf(search.pivot);
  if (pivot) board.pivot = pivot;
  return board;
}

/** pivotOf reads a pivot; undefined where it is none. */
export function pivotOf(value: unknown): PivotView | undefined {
  if (!isObject(value) || typeof value.entity !== "string") return undefined;
  const values = list(value.values, (each): MeasureBy | undefined =>
    typeof each.op === "string"
      ? { op: each.op, ...(typeof each.field === "string" && { field: each.field }) }
      : undefined,
  );
  const pivot: PivotView = {
    entity: value.entity,
    rows: list(value.rows, groupBy).slice(0, 2),
    columns: list(value.columns, groupBy).slice(0, 1),
    values: values.slice(0, 3),
  };
  if (isObject(value.where)) pivot.where = value.where as Where;
  if (isObject(value.sort) && typeof value.sort.value === "number")
    pivot.sort = { value: value.sort.value, desc: value.sort.desc === true };
  return pivot;
}

function groupBy(value: { [key: string]: unknown }): GroupBy | undefined {
  if (typeof value.field !== "string") return undefined;
  return { field: value.field, ...(typeof value.by === "string" && { by: value.by }) };
}

function list<T>(value: unknown, read: (each: { [key: string]: unknown }) => T | undefined): T[] {
  return Array.isArray(value) ? value.filter(isObject).flatMap((each) => read(each) ?? []) : [];
}
