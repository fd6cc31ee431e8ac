import type { Condition, EntityDescription, FieldKind, FieldSpec, Operand, RelativeUnit, Where } from "@/api";

/** What stands beside the comparison: nothing, one value, several, a span, or a day that may be relative. */
export type OperandShape = "none" | "one" | "many" | "span" | "days";

/** An operator as people choose it. The same comparison reads differently for numbers and for days. */
export interface Operator {
  op: string;
  /** Key of its words in the locale, under "op". */
  words: OperatorWords;
  shape: OperandShape;
}

export type OperatorWords =
  | "eq"
  | "ne"
  | "in"
  | "notIn"
  | "contains"
  | "startsWith"
  | "empty"
  | "notEmpty"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "between"
  | "numEq"
  | "numNe"
  | "before"
  | "after"
  | "onOrBefore"
  | "onOrAfter"
  | "on"
  | "noneIn"
  | "isTrue"
  | "isFalse"
  | "hasAny"
  | "hasNone";

const operator = (op: string, words: OperatorWords, shape: OperandShape): Operator => ({ op, words, shape });

const presence = [operator("empty", "empty", "none"), operator("notEmpty", "notEmpty", "none")];
const text = [
  operator("contains", "contains", "one"),
  operator("startsWith", "startsWith", "one"),
  operator("eq", "eq", "one"),
  operator("ne", "ne", "one"),
  ...presence,
];
const figure = [
  operator("eq", "numEq", "one"),
  operator("ne", "numNe", "one"),
  operator("gt", "gt", "one"),
  operator("ge", "ge", "one"),
  operator("lt", "lt", "one"),
  operator("le", "le", "one"),
  operator("between", "between", "span"),
  ...presence,
];
const calendar = [
  operator("eq", "on", "days"),
  operator("ne", "noneIn", "days"),
  operator("lt", "before", "days"),
  operator("gt", "after", "days"),
  operator("le", "onOrBefore", "days"),
  operator("ge", "onOrAfter", "days"),
  operator("between", "between", "span"),
  ...presence,
];
const chosen = [operator("in", "in", "many"), operator("notIn", "notIn", "many"), ...presence];
const several = [operator("in", "hasAny", "many"), operator("notIn", "hasNone", "many"), ...presence];

const byKind: { [kind in FieldKind]: Operator[] } = {
  text,
  longtext: [operator("contains", "contains", "one"), operator("startsWith", "startsWith", "one"), ...presence],
  phone: text,
  email: text,
  url: text,
  region: [operator("startsWith", "startsWith", "one"), operator("contains", "contains", "one"), ...presence],
  number: figure,
  decimal: figure,
  money: figure,
  percent: figure,
  day: calendar,
  instant: calendar,
  choice: chosen,
  choices: several,
  tags: several,
  ref: chosen,
  refs: several,
  link: presence,
  flag: [operator("eq", "eq", "one")],
  lines: [],
};

/** operatorsOf lists the comparisons a field can be filtered by, the most used first. */
export function operatorsOf(kind: FieldKind): Operator[] {
  return byKind[kind] ?? text;
}

/** operatorOf finds how a condition is put to people. "eq" on a choice reads as "in" with one value, "ne" as "notIn". */
export function operatorOf(kind: FieldKind, op: string): Operator | undefined {
  const known = operatorsOf(kind).find((each) => each.op === op);
  if (known) return known;
  return op === "eq" || op === "ne" ? operator(op, op, "one") : undefined;
}

const wider: { [op: string]: string } = { eq: "in", ne: "notIn" };

/** editedOp is the comparison a condition is edited as: what asks for one choice is edited as what takes several. */
export function editedOp(kind: FieldKind, op: string): string {
  const known = (sought: string | undefined) => operatorsOf(kind).some((each) => each.op === sought);
  return known(op) || !known(wider[op]) ? op : (wider[op] ?? op);
}

export interface FilterField {
  /** Path as the query names it: "region" or "customerId.region". */
  path: string;
  spec: FieldSpec;
  /** The reference it is reached through. */
  through?: FieldSpec;
}

/** fieldsOf lists what an entity can be filtered by: its own fields, then those of what it refers to. */
export function fieldsOf(entity: EntityDescription, byName: ReadonlyMap<string, EntityDescription>): FilterField[] {
  const filterable = (spec: FieldSpec) => operatorsOf(spec.kind).length > 0 && !spec.unlisted;
  const own = entity.fields.filter(filterable).map((spec) => ({ path: spec.name, spec }));
  const reached = entity.fields
    .filter((spec) => spec.kind === "ref" && !spec.system)
    .flatMap((through) =>
      (byName.get(through.target ?? "")?.fields ?? [])
        .filter((spec) => filterable(spec) && !spec.system)
        .map((spec) => ({ path: `${through.name}.${spec.name}`, spec, through })),
    );
  return [...own, ...reached];
}

// ---- the tree ----

/** All of the parts hold, any of them, or none. */
export type Join = "and" | "or" | "none";
export interface Group {
  join: Join;
  parts: Where[];
}

/** groupOf reads a filter as a group: a lone condition is a group of one. */
export function groupOf(where: Where | undefined): Group {
  if (where === undefined) return { join: "and", parts: [] };
  if ("and" in where) return { join: "and", parts: where.and };
  if ("or" in where) return { join: "or", parts: where.or };
  if ("not" in where) return { join: "none", parts: "or" in where.not ? where.not.or : [where.not] };
  return { join: "and", parts: [where] };
}

export function whereOf({ join, parts }: Group): Where {
  if (join === "none") return { not: { or: parts } };
  return join === "and" ? { and: parts } : { or: parts };
}

export function isCondition(where: Where): where is Condition {
  return "field" in where;
}

/** complete leaves out what is not yet filled in; undefined when nothing is left. */
export function complete(where: Where | undefined): Where | undefined {
  if (where === undefined) return undefined;
  if (isCondition(where)) return isComplete(where) ? where : undefined;
  if ("not" in where) {
    const inner = complete(where.not);
    return inner && { not: inner };
  }
  const group = groupOf(where);
  const parts = group.parts.flatMap((part) => complete(part) ?? []);
  if (parts.length <= 1) return parts[0];
  return whereOf({ join: group.join, parts });
}

function isComplete(condition: Condition): boolean {
  if (condition.field === "" || condition.op === "") return false;
  if (condition.op === "empty" || condition.op === "notEmpty") return true;
  const value = condition.value;
  if (value === undefined || value === null || value === "") return false;
  // Between may be open at one end.
  if (Array.isArray(value)) return value.some((each) => each !== null && each !== "");
  return true;
}

/** countConditions counts the single conditions in a filter. */
export function countConditions(where: Where | undefined): number {
  if (where === undefined) return 0;
  if (isCondition(where)) return 1;
  if ("not" in where) return countConditions(where.not);
  return groupOf(where).parts.reduce((sum, part) => sum + countConditions(part), 0);
}

/** both joins filters so that all of them hold. */
export function both(...filters: (Where | undefined)[]): Where | undefined {
  const parts = filters.flatMap((filter) => filter ?? []);
  if (parts.length <= 1) return parts[0];
  return { and: parts.flatMap((part) => ("and" in part ? part.and : [part])) };
}

// The weight in searching from which a text tells what its record is about.
const telling = 3;

/** quickFilter looks for text in what names a record, in its other short texts, and in a long one that says what it is about. */
export function quickFilter(entity: EntityDescription, typed: string): Where | undefined {
  const value = typed.trim();
  if (value === "") return undefined;
  const short = ["text", "phone", "email"];
  const names = entity.fields
    .filter(
      ({ name, kind, search = 0 }) =>
        name === entity.title || (search > 0 && short.includes(kind)) || (search >= telling && kind === "longtext"),
    )
    .slice(0, 6)
    .map((spec) => spec.name);
  // A deal is also found by its customer: the core looks for text in the titles of what is referred to.
  const refs = entity.fields.filter((spec) => spec.kind === "ref" && !spec.system && !spec.unlisted).slice(0, 2);
  const fields = [...(names.length > 0 ? names : [entity.title]), ...refs.map((spec) => spec.name)];
  const parts = fields.map((field) => ({ field, op: "contains", value }));
  return parts.length === 1 ? parts[0] : { or: parts };
}

/** presetsOf are conditions worth offering to begin with: what is mine, what is new, what was long not done. */
export function presetsOf(entity: EntityDescription): Where[] {
  const has = (name: string) => entity.fields.some((spec) => spec.name === name && !spec.unlisted);
  const offers: Where[] = [];
  if (has("ownerId")) offers.push({ field: "ownerId", op: "in", value: { me: true } });
  if (has("createdAt")) offers.push({ field: "createdAt", op: "eq", value: { this: "month" } });
  const last = entity.fields.find((spec) => spec.kind === "day" && spec.readOnly && spec.name.startsWith("last"));
  if (last) offers.push({ field: last.name, op: "ne", value: { last: { days: 30 } } });
  return offers;
}

/** freshCondition begins a condition on a field, with the comparison used most. */
export function freshCondition(path: string, kind: FieldKind): Condition {
  return { field: path, op: operatorsOf(kind)[0]?.op ?? "eq" };
}

// ---- days ----

export type DayChoice =
  | "exact"
  | "today"
  | "yesterday"
  | "tomorrow"
  | "thisWeek"
  | "thisMonth"
  | "thisQuarter"
  | "thisYear"
  | "previousWeek"
  | "previousMonth"
  | "previousQuarter"
  | "previousYear"
  | "nextWeek"
  | "nextMonth"
  | "last"
  | "next";

const fixed: { [choice: string]: Operand } = {
  today: { this: "day" },
  yesterday: { previous: "day" },
  tomorrow: { next: "day" },
  thisWeek: { this: "week" },
  thisMonth: { this: "month" },
  thisQuarter: { this: "quarter" },
  thisYear: { this: "year" },
  previousWeek: { previous: "week" },
  previousMonth: { previous: "month" },
  previousQuarter: { previous: "quarter" },
  previousYear: { previous: "year" },
  nextWeek: { next: "week" },
  nextMonth: { next: "month" },
};

export const dayChoices: DayChoice[] = [
  "today",
  "yesterday",
  "tomorrow",
  "thisWeek",
  "thisMonth",
  "thisQuarter",
  "thisYear",
  "previousWeek",
  "previousMonth",
  "previousQuarter",
  "previousYear",
  "nextWeek",
  "nextMonth",
  "last",
  "next",
  "exact",
];

/** dayChoiceOf says which of the choices an operand is, and its number of days if it has one. */
export function dayChoiceOf(value: Operand | undefined): { choice: DayChoice; days: number } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    if ("last" in value) return { choice: "last", days: value.last.days ?? 7 };
    if ("next" in value && typeof value.next === "object") return { choice: "next", days: value.next.days ?? 7 };
    const found = Object.entries(fixed).find(([, each]) => JSON.stringify(each) === JSON.stringify(value));
    if (found) return { choice: found[0] as DayChoice, days: 7 };
  }
  return { choice: "exact", days: 7 };
}

export function dayOperand(choice: DayChoice, days: number): Operand | undefined {
  if (choice === "last") return { last: { days } };
  if (choice === "next") return { next: { days } };
  return fixed[choice];
}

export type { RelativeUnit };
