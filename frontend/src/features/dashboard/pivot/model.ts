// A pivot: which fields it can be made of, what is asked, and how the answers become a table.
import type { EntityDescription, FieldSpec, Where } from "@/api";
import type { Answer, MeasureBy, Question } from "@/features/dashboard/ask";
import type { PivotView } from "@/features/dashboard/board";
import { type GroupBy, type Key, keyWhere } from "@/features/dashboard/keys";
import { type Format, plain } from "@/features/dashboard/sheet";
import { both } from "@/records/filter/model";

export interface PivotField {
  path: string;
  spec: FieldSpec;
  /** The reference it is reached through. */
  through?: FieldSpec;
}

const groupKinds = ["choice", "choices", "tags", "ref", "refs", "flag", "region", "day", "instant", "text", "percent"];
const sumKinds = ["money", "decimal", "number", "percent"];
const distinctKinds = ["ref", "choice", "text", "phone", "email", "day"];

export const groups = (spec: FieldSpec) => groupKinds.includes(spec.kind);
export const sums = (spec: FieldSpec) => sumKinds.includes(spec.kind);

/** fieldsOf lists what a pivot of an entity can be made of: its own fields, then those of what it refers to. */
export function fieldsOf(entity: EntityDescription, byName: ReadonlyMap<string, EntityDescription>): PivotField[] {
  const fits = (spec: FieldSpec) => !spec.unlisted && (groups(spec) || sums(spec));
  const own = entity.fields.filter(fits).map((spec): PivotField => ({ path: spec.name, spec }));
  const reached = entity.fields
    .filter((spec) => spec.kind === "ref" && (!spec.system || spec.name === "ownerId"))
    .flatMap((through) =>
      (byName.get(through.target ?? "")?.fields ?? [])
        .filter((spec) => fits(spec) && (!spec.system || spec.name === "departmentId") && spec.kind !== "text")
        .map((spec): PivotField => ({ path: `${through.name}.${spec.name}`, spec, through })),
    );
  return [...own, ...reached];
}

/** cutsOf lists how the values of a field can be put together; "" as they are. */
export function cutsOf(spec: FieldSpec | undefined): string[] {
  if (spec?.kind === "day" || spec?.kind === "instant") return ["month", "quarter", "year", "week", "day"];
  if (spec?.kind === "region") return ["province", "city", "district"];
  return [];
}

/** groupOf is a field as people want it grouped first: days by month, places by province. */
export function groupOf(field: PivotField): GroupBy {
  const [cut] = cutsOf(field.spec);
  return cut ? { field: field.path, by: cut } : { field: field.path };
}

/** opsOf lists what can be worked out of a field. */
export function opsOf(spec: FieldSpec | undefined): string[] {
  if (!spec) return ["count"];
  if (sumKinds.includes(spec.kind)) return ["sum", "avg", "max", "min", "count"];
  return distinctKinds.includes(spec.kind) ? ["distinct", "count"] : ["count"];
}

/** measureOf is a field as people want it measured first: amounts added up, others counted by their different values. */
export function measureOf(field: PivotField): MeasureBy {
  return { op: opsOf(field.spec)[0] ?? "count", field: field.path };
}

export function formatOf(measure: MeasureBy, spec: FieldSpec | undefined): Format {
  if (measure.op === "count" || measure.op === "distinct") return "whole";
  if (spec?.kind === "money") return "money";
  return "plain";
}

/** Where each of the questions of a pivot stands among them; cells first, then the totals at each edge. */
export interface Plan {
  questions: Question[];
  /** By how many of the row and column fields each question groups. */
  depth: { rows: number; columns: number }[];
}

export const mostCells = 10_000;

/** planOf is what is asked for a pivot. Totals are asked, not added up: an average of averages is no average. */
export function planOf(view: PivotView): Plan {
  const depth: Plan["depth"] = [];
  for (let rows = view.rows.length; rows >= 0; rows--)
    for (let columns = view.columns.length; columns >= 0; columns--) depth.push({ rows, columns });
  const measures = view.values.length > 0 ? view.values : [{ op: "count" }];
  return {
    depth,
    questions: depth.map((each) => ({
      entity: view.entity,
      where: view.where,
      groups: [...view.rows.slice(0, each.rows), ...view.columns.slice(0, each.columns)],
      measures,
      limit: mostCells,
    })),
  };
}

export interface PivotRow {
  /** One key for each row field; fewer: the sum of all below the first. */
  keys: Key[];
  /** The figures of each column, then those of the total, one for each value. */
  cells: (string | null)[][];
}

export interface PivotTable {
  columns: Key[];
  rows: PivotRow[];
  total: (string | null)[][];
  /** More groups were found than are shown. */
  cut: boolean;
}

const sign = (keys: Key[]) => JSON.stringify(keys);

/** tableOf lays the answers out: rows by their first keys with a sum each, columns in their order, totals at the edges. */
export function tableOf(view: PivotView, plan: Plan, answers: Answer[]): PivotTable {
  const found = new Map<string, Map<string, (string | null)[]>>();
  plan.depth.forEach(({ rows, columns }, n) => {
    for (const row of answers[n]?.rows ?? []) {
      const left = sign(row.keys.slice(0, rows));
      const cells = found.get(left) ?? new Map<string, (string | null)[]>();
      cells.set(sign(row.keys.slice(rows, rows + columns)), row.values.map(plain));
      found.set(left, cells);
    }
  });
  const rowsOf = (rows: number, columns: number) =>
    answers[plan.depth.findIndex((each) => each.rows === rows && each.columns === columns)]?.rows ?? [];
  const columns = view.columns.length > 0 ? rowsOf(0, 1).map((row) => row.keys[0] ?? null) : [];
  const places = [...columns.map((key) => sign([key])), sign([])];
  const cellsOf = (keys: Key[]) => places.map((place) => found.get(sign(keys))?.get(place) ?? []);
  const by = view.sort;
  const order = (list: PivotRow[]) => {
    if (!by) return list;
    const figure = (row: PivotRow) => Number(row.cells.at(-1)?.[by.value] ?? Number.NEGATIVE_INFINITY);
    return [...list].sort((a, b) => (by.desc ? figure(b) - figure(a) : figure(a) - figure(b)));
  };
  const firsts = order(
    rowsOf(Math.min(1, view.rows.length), 0).map((row) => ({ keys: [...row.keys], cells: cellsOf(row.keys) })),
  );
  let rows = view.rows.length === 0 ? [] : firsts;
  if (view.rows.length === 2) {
    const below = new Map<string, PivotRow[]>();
    for (const row of rowsOf(2, 0)) {
      const first = sign(row.keys.slice(0, 1));
      below.set(first, [...(below.get(first) ?? []), { keys: [...row.keys], cells: cellsOf(row.keys) }]);
    }
    rows = firsts.flatMap((first) => [first, ...order(below.get(sign(first.keys)) ?? [])]);
  }
  return { columns, rows, total: cellsOf([]), cut: answers.some((answer) => answer.rows.length >= mostCells) };
}

/** cellWhere is the filter for exactly the rows of a cell. */
export function cellWhere(
  view: PivotView,
  rows: Key[],
  column: Key | undefined,
  spec: (path: string) => FieldSpec | undefined,
) {
  const parts: (Where | undefined)[] = [view.where];
  rows.forEach((key, n) => {
    const group = view.rows[n];
    if (group) parts.push(keyWhere(group, spec(group.field), key));
  });
  const [across] = view.columns;
  if (across && column !== undefined) parts.push(keyWhere(across, spec(across.field), column));
  return both(...parts);
}

/** starters are pivots to begin with, as far as the entities are there. */
export function starters(
  has: (entity: string) => boolean,
): { name: "people" | "places" | "work" | "lost"; view: PivotView }[] {
  const all: { name: "people" | "places" | "work" | "lost"; view: PivotView }[] = [
    {
      name: "people",
      view: {
        entity: "opportunity",
        rows: [{ field: "ownerId" }],
        columns: [{ field: "closedOn", by: "quarter" }],
        values: [{ op: "sum", field: "amount" }],
        where: { field: "stage", op: "eq", value: "won" },
        sort: { value: 0, desc: true },
      },
    },
    {
      name: "places",
      view: {
        entity: "customer",
        rows: [{ field: "region", by: "province" }],
        columns: [{ field: "level" }],
        values: [{ op: "count" }],
        sort: { value: 0, desc: true },
      },
    },
    {
      name: "work",
      view: {
        entity: "followUp",
        rows: [{ field: "ownerId" }],
        columns: [{ field: "at", by: "month" }],
        values: [{ op: "count" }, { op: "distinct", field: "customerId" }],
        where: { field: "at", op: "eq", value: { last: { months: 6 } } },
      },
    },
    {
      name: "lost",
      view: {
        entity: "opportunity",
        rows: [{ field: "lostReason" }],
        columns: [{ field: "ownerId.departmentId" }],
        values: [{ op: "count" }, { op: "sum", field: "amount" }],
        where: { field: "stage", op: "eq", value: "lost" },
        sort: { value: 0, desc: true },
      },
    },
  ];
  return all.filter((each) => has(each.view.entity));
}
