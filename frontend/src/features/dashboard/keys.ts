// Groups of an aggregate: which rows a group means, and how it is said.
import type { Condition, FieldSpec, LangText, Titles, Where } from "@/api";
import { spanOfKey } from "./period";

export type Key = string | number | boolean | null;

/** GroupBy is what rows are put together by: a field, or a path over references; days and places may be cut. */
export interface GroupBy {
  field: string;
  by?: string;
}

const depths: { [by: string]: number } = { province: 1, city: 2, district: 3 };

/** keyWhere is the filter for exactly the rows of one group. */
export function keyWhere(group: GroupBy, spec: FieldSpec | undefined, key: Key): Where {
  const { field, by } = group;
  const test = (op: string, value?: Condition["value"]): Condition =>
    value === undefined ? { field, op } : { field, op, value };
  if (key === null || key === "") return test("empty");
  if (by === undefined) return test("eq", key);
  const depth = depths[by];
  if (depth !== undefined) {
    // A place that is known less closely than it is cut stands for itself, not for all that lies in it.
    return test(String(key).split("/").length < depth ? "eq" : "startsWith", key);
  }
  const span = spanOfKey(by, String(key));
  if (!span) return test("eq", key);
  // One day of a field of days is simply that day.
  if (span.from === span.to && spec?.kind === "day") return test("eq", span.from);
  return test("between", [span.from, span.to]);
}

/** otherWhere is the filter for all rows that are in none of some groups; empty ones are among them unless they are one. */
export function otherWhere(group: GroupBy, spec: FieldSpec | undefined, keys: Key[]): Where {
  return { not: { or: keys.map((key) => keyWhere(group, spec, key)) } };
}

export interface KeyWords {
  say: (words: LangText | string | undefined) => string;
  titles: Titles;
  lang: string;
  none: string;
  yes: string;
  no: string;
}

/** sayKey names a group as people do: the label of a choice, the name of a person, 2026年3月. */
export function sayKey(group: GroupBy, spec: FieldSpec | undefined, key: Key, words: KeyWords): string {
  if (key === null || key === "") return words.none;
  if (typeof key === "boolean") return key ? words.yes : words.no;
  const text = String(key);
  if (group.by !== undefined) {
    if (depths[group.by] !== undefined) return text.replaceAll("/", " ");
    return sayPeriod(group.by, text, words.lang);
  }
  const option = spec?.options?.find((each) => each.value === text);
  if (option) return words.say(option.label);
  return words.titles[text] ?? text;
}

/** sayPeriod names a stretch of days: 2026年3月, Mar 2026; quarters and weeks by their numbers. */
export function sayPeriod(by: string, key: string, lang: string): string {
  const year = key.slice(0, 4);
  if (by === "month") {
    const at = new Date(Number(year), Number(key.slice(5)) - 1, 1);
    return new Intl.DateTimeFormat(lang, { year: "numeric", month: lang === "en" ? "short" : "long" }).format(at);
  }
  if (by === "quarter") return lang === "en" ? `Q${key.slice(6)} ${year}` : `${year}年${key.slice(6)}季度`;
  if (by === "week")
    return lang === "en" ? `Week ${Number(key.slice(6))}, ${year}` : `${year}年第${Number(key.slice(6))}周`;
  if (by === "year") return lang === "en" ? year : `${year}年`;
  return key;
}

/** shortMonth is a month on an axis: 3月; January says the year. */
export function shortMonth(key: string, lang: string, withYear = key.endsWith("-01")): string {
  const at = new Date(Number(key.slice(0, 4)), Number(key.slice(5)) - 1, 1);
  if (lang !== "en") return withYear ? `${key.slice(2, 4)}年${at.getMonth() + 1}月` : `${at.getMonth() + 1}月`;
  const month = new Intl.DateTimeFormat("en", { month: "short" }).format(at);
  return withYear ? `${month} ${key.slice(2, 4)}` : month;
}
