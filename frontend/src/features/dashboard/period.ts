// Stretches of days: the one looked at, and those it is compared with.
import { addDays, type DayText, ofDay, toDay } from "@/lib/day";

export const periodNames = ["month", "quarter", "year", "twelve", "custom"] as const;
export type PeriodName = (typeof periodNames)[number];

/** A stretch of days; both ends belong to it. */
export interface Span {
  from: DayText;
  to: DayText;
}

/** How many months the period before lies back; a stretch of one's own goes back by its own length. */
const back: { [name in Exclude<PeriodName, "custom">]: number } = { month: 1, quarter: 3, year: 12, twelve: 12 };

const dayIn = (year: number, month: number, dom: number) => toDay(new Date(year, month, dom));

/** spanOf is the stretch of days that a period means today. */
export function spanOf(name: PeriodName, today: Date, own?: Span): Span {
  const year = today.getFullYear();
  const month = today.getMonth();
  const quarter = Math.floor(month / 3) * 3;
  switch (name) {
    case "month":
      return { from: dayIn(year, month, 1), to: dayIn(year, month + 1, 0) };
    case "quarter":
      return { from: dayIn(year, quarter, 1), to: dayIn(year, quarter + 3, 0) };
    case "year":
      return { from: dayIn(year, 0, 1), to: dayIn(year, 12, 0) };
    case "twelve":
      return { from: dayIn(year, month - 11, 1), to: dayIn(year, month + 1, 0) };
    case "custom":
      return own ?? spanOf("month", today);
  }
}

/** addMonths moves a day by months; the 31st becomes the last day of a shorter month. */
export function addMonths(day: DayText, months: number): DayText {
  const date = ofDay(day);
  if (!date) return day;
  const last = new Date(date.getFullYear(), date.getMonth() + months + 1, 0).getDate();
  return dayIn(date.getFullYear(), date.getMonth() + months, Math.min(date.getDate(), last));
}

function daysBetween(from: DayText, to: DayText): number {
  const [a, b] = [ofDay(from), ofDay(to)];
  return a && b ? Math.round((b.getTime() - a.getTime()) / 86_400_000) : 0;
}

function moved(day: DayText, days: number): DayText {
  const date = ofDay(day);
  return date ? toDay(addDays(date, days)) : day;
}

// The end of a whole month stays the end of a whole month: 30 April goes back to 31 March.
function shifted(span: Span, months: number): Span {
  const to = ofDay(span.to);
  const wholeEnd = to !== undefined && addDays(to, 1).getDate() === 1;
  const shiftedTo = addMonths(span.to, months);
  const end = ofDay(shiftedTo);
  return {
    from: addMonths(span.from, months),
    to: wholeEnd && end ? dayIn(end.getFullYear(), end.getMonth() + 1, 0) : shiftedTo,
  };
}

/** soFar cuts off the days of a span that are still to come, so that a running month is compared fairly. */
export function soFar(span: Span, today: Date): Span {
  const now = toDay(today);
  return span.from <= now && now < span.to ? { from: span.from, to: now } : span;
}

/** periodBefore is the same stretch one period earlier, as far as the present one has come. */
export function periodBefore(name: PeriodName, span: Span, today: Date): Span {
  const done = soFar(span, today);
  if (name !== "custom") return shifted(done, -back[name]);
  const length = daysBetween(done.from, done.to) + 1;
  return { from: moved(done.from, -length), to: moved(done.to, -length) };
}

/** yearBefore is the same stretch a year earlier. */
export function yearBefore(span: Span, today: Date): Span {
  return shifted(soFar(span, today), -12);
}

/** sayThen says an earlier day briefly: the year only where it is another one. */
export function sayThen(day: DayText, today: Date, lang: string): string {
  const date = ofDay(day);
  if (!date) return day;
  const near = date.getFullYear() === today.getFullYear();
  const words: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(lang, near ? words : { ...words, year: "numeric" }).format(date);
}

/** monthsUpTo lists so many months, the last one being that of a day: ["2026-01", "2026-02"]. */
export function monthsUpTo(day: DayText, count: number): string[] {
  const first = `${day.slice(0, 7)}-01`;
  return Array.from({ length: count }, (_, n) => addMonths(first, n - count + 1).slice(0, 7));
}

/** monthSpan is a whole month: "2026-02" is from 2026-02-01 to 2026-02-28. */
export function monthSpan(month: string): Span {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return { from: dayIn(year, number - 1, 1), to: dayIn(year, number, 0) };
}

/** spanOfKey is the stretch of days that a group of days means: 2026, 2026-Q1, 2026-03, 2026-W10, 2026-03-08. */
export function spanOfKey(by: string, key: string): Span | undefined {
  const year = Number(key.slice(0, 4));
  switch (by) {
    case "year":
      return { from: dayIn(year, 0, 1), to: dayIn(year, 12, 0) };
    case "quarter": {
      const first = (Number(key.slice(6)) - 1) * 3;
      return { from: dayIn(year, first, 1), to: dayIn(year, first + 3, 0) };
    }
    case "month":
      return monthSpan(key);
    case "week": {
      // The first week of a year is the one with 4 January in it; weeks begin on Monday.
      const fourth = new Date(year, 0, 4);
      const monday = addDays(fourth, 1 - (fourth.getDay() || 7) + (Number(key.slice(6)) - 1) * 7);
      return { from: toDay(monday), to: toDay(addDays(monday, 6)) };
    }
    case "day":
      return { from: key, to: key };
  }
  return undefined;
}

/** keysBetween lists every month, quarter or year from one to another, so that a gap is seen as a gap. */
export function keysBetween(by: string, first: string, last: string, most: number): string[] {
  const step = { month: 1, quarter: 3, year: 12 }[by];
  const begin = spanOfKey(by, first);
  if (step === undefined || begin === undefined) return [first, last];
  const keys: string[] = [];
  for (let at = begin.from; keys.length < most; at = addMonths(at, step)) {
    const key = keyOf(by, at);
    keys.push(key);
    if (key >= last) break;
  }
  return keys;
}

/** keyOf is the group that a day belongs to. */
export function keyOf(by: string, day: DayText): string {
  if (by === "year") return day.slice(0, 4);
  if (by === "quarter") return `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;
  if (by === "month") return day.slice(0, 7);
  return day;
}
