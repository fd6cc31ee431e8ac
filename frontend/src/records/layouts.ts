import type { EntityDescription, FieldKind, FieldSpec } from "@/api";

/** What a feature may say about how its entity is shown. Nothing need be said: every entity has a list, a form and a page. */
export interface Layout {
  /** What must be said along with a change made in place: a lost deal with its reason. */
  asks?: { when: string; is: string; ask: string }[];
  /** Amounts whose sum means something; all of them when nothing is said. */
  sums?: string[];
  /** What names a record, where it is shorter than the name of a company: it stands first in the list. */
  named?: "person" | "code";
  /** Columns of the list at first. */
  columns?: string[];
  sort?: { field: string; desc?: boolean }[];
}

const layouts = new Map<string, Layout>();

/** arrange tells the generic screens how an entity is best shown. Called by features, once, at the start. */
export function arrange(entity: string, layout: Layout): void {
  layouts.set(entity, layout);
}

export function layoutOf(entity: string): Layout {
  return layouts.get(entity) ?? {};
}

// How much a kind tells in a list.
const weight: { [kind in FieldKind]?: number } = {
  choice: 4,
  ref: 4,
  money: 4,
  day: 3,
  phone: 3,
  link: 3,
  percent: 2,
  text: 2,
  region: 2,
  number: 2,
  decimal: 2,
  instant: 2,
  tags: 1,
};
const most = 9;

/** listable says whether a field can be a column. */
export function listable(spec: FieldSpec): boolean {
  return !spec.unlisted && spec.kind !== "lines" && spec.name !== "id" && spec.name !== "rev";
}

/** firstColumns are the columns of a list nobody has changed: as arranged, else those that tell most. */
export function firstColumns(entity: EntityDescription): string[] {
  const arranged = layoutOf(entity.name).columns?.filter((name) => entity.fields.some((spec) => spec.name === name));
  if (arranged && arranged.length > 0) return withTitle(entity, arranged);
  const telling = entity.fields
    .map((spec, at) => ({ spec, worth: (weight[spec.kind] ?? 0) + (spec.required ? 3 : 0) - at * 0.12 }))
    .filter(({ spec, worth }) => worth > 0 && listable(spec) && !spec.system)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, most - 2)
    .map(({ spec }) => spec.name);
  const kept = entity.fields.filter((spec) => telling.includes(spec.name)).map((spec) => spec.name);
  const base = ["ownerId", "updatedAt"].filter(
    (name) => !kept.includes(name) && entity.fields.some((spec) => spec.name === name),
  );
  return withTitle(entity, [...kept, ...base]);
}

/** withTitle puts the field that names a record first: it is what one holds on to while scrolling. */
export function withTitle(entity: EntityDescription, columns: string[]): string[] {
  if (!entity.fields.some((spec) => spec.name === entity.title)) return columns;
  return [entity.title, ...columns.filter((name) => name !== entity.title)];
}

/** How wide a column is at first: when there is little room, as a rule, and when there is plenty. */
export interface Measure {
  least: number;
  width: number;
  most: number;
}

const measures: { [kind in FieldKind | NonNullable<Layout["named"]> | "name"]?: [number, number, number] } = {
  name: [168, 240, 320],
  person: [88, 112, 180],
  code: [120, 136, 180],
  text: [88, 144, 240],
  longtext: [140, 240, 400],
  number: [72, 96, 120],
  decimal: [80, 104, 140],
  money: [104, 140, 160],
  percent: [72, 84, 104],
  choice: [72, 96, 140],
  choices: [104, 160, 240],
  tags: [104, 160, 240],
  ref: [132, 176, 240],
  link: [132, 176, 240],
  day: [100, 116, 128],
  instant: [112, 132, 148],
  flag: [60, 80, 100],
  phone: [128, 128, 148],
  email: [136, 184, 240],
  url: [112, 176, 240],
  region: [120, 172, 200],
};
const unmeasured: [number, number, number] = [96, 140, 200];
// Whoever did it is named by a person's name.
const people = "user";

// What a character takes in a list: a Chinese one is square.
const square = 13;
const letter = 7.5;
const around = 26;
// A heading longer than this, or an option, is cut before a column is.
const longest = 132;

function room(words: string): number {
  let sum = 0;
  for (const char of words) sum += char > "\u2e7f" ? square : letter;
  return Math.ceil(sum) + around;
}

/** measureOf is how wide a column is at first: its kind's measure, and room for its heading and its options. */
export function measureOf(
  spec: FieldSpec,
  isTitle: boolean,
  say: (words: FieldSpec["label"]) => string,
  named: Layout["named"] | "name" = "name",
): Measure {
  const title = isTitle && spec.kind === "text";
  const kind = title ? named : spec.target === people ? "person" : spec.kind;
  const [least, width, most] = measures[kind] ?? unmeasured;
  const options = spec.kind === "choice" ? (spec.options ?? []).map((option) => room(say(option.label)) + 12) : [];
  const needs = title ? 0 : Math.max(room(say(spec.label)), ...options);
  return {
    least: Math.max(least, Math.min(longest, needs)),
    width: Math.max(width, Math.min(220, needs)),
    most: Math.max(most, Math.min(220, needs)),
  };
}

/** sortable says whether the core can order a list by a field. */
export function sortable(spec: FieldSpec): boolean {
  return !["longtext", "lines", "choices", "tags", "refs", "link"].includes(spec.kind);
}

/** editableInPlace says whether a field can be changed where it stands. */
export function editableInPlace(spec: FieldSpec): boolean {
  return !spec.readOnly && spec.kind !== "lines" && spec.kind !== "link";
}

/** titleOf names a record. */
export function titleOf(
  entity: EntityDescription | undefined,
  record: { [field: string]: unknown },
  titles?: { [id: string]: string },
): string {
  const value = record[entity?.title ?? "name"];
  if (typeof value === "string" && value !== "") return titles?.[value] ?? value;
  const own = typeof record.id === "string" ? titles?.[record.id] : undefined;
  if (own) return own;
  const first = entity?.fields.find((spec) => spec.kind === "text" && typeof record[spec.name] === "string");
  return first ? String(record[first.name]) : "—";
}
