// Calendar days as people type and read them. A day travels as "2026-03-08"; here it is a local Date at midnight.

export type DayText = string;

export function toDay(date: Date): DayText {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** ofDay reads "2026-03-08"; undefined if there is no such day. */
export function ofDay(text: string): Date | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return undefined;
  return exact(Number(found[1]), Number(found[2]), Number(found[3]));
}

function exact(year: number, month: number, dom: number): Date | undefined {
  const date = new Date(year, month - 1, dom);
  return date.getMonth() === month - 1 && date.getDate() === dom ? date : undefined;
}

export function addDays(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);
}

const words: { [word: string]: number } = {
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  大后天: 3,
  昨天: -1,
  昨日: -1,
  前天: -2,
  大前天: -3,
  today: 0,
  tod: 0,
  tomorrow: 1,
  tom: 1,
  yesterday: -1,
};

const digits = "零一二三四五六七八九";
const weekdaysEN = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function count(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === "半") return undefined;
  if (text === "两") return 2;
  if (text === "十") return 10;
  const found = /^([一二两三四五六七八九])?十([一二三四五六七八九])?$/.exec(text);
  if (found) return (found[1] ? (count(found[1]) ?? 1) : 1) * 10 + (found[2] ? digits.indexOf(found[2]) : 0);
  const at = text.length === 1 ? digits.indexOf(text) : -1;
  return at >= 0 ? at : undefined;
}

/** parseDay understands 明天, 周五, 下周一, 3天后, 3/8, 3月8日, 2026-3-8, 20260308, 月底, tomorrow, next mon, in 3 days. */
export function parseDay(typed: string, today: Date): DayText | undefined {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, " ");
  if (text === "") return undefined;
  const date = spoken(text, today) ?? written(text.replace(/\s/g, ""), today);
  return date && toDay(date);
}

function spoken(text: string, today: Date): Date | undefined {
  const near = words[text];
  if (near !== undefined) return addDays(today, near);

  if (text === "月底" || text === "本月底" || text === "end of month" || text === "eom")
    return new Date(today.getFullYear(), today.getMonth() + 1, 0);
  if (text === "周末" || text === "本周末" || text === "weekend") return inWeek(today, 6, "本");
  if (text === "下周末") return inWeek(today, 6, "下");
  if (text === "下周" || text === "next week") return inWeek(today, 1, "下");
  if (/^下个?月$/.test(text) || text === "next month") return shift(today, 1, "m");
  if (/^半个?月(后|以后|之后)$/.test(text)) return addDays(today, 15);
  if (text === "下月底") return new Date(today.getFullYear(), today.getMonth() + 2, 0);
  if (text === "下月初") return new Date(today.getFullYear(), today.getMonth() + 1, 1);
  if (text === "年底" || text === "end of year") return new Date(today.getFullYear(), 11, 31);

  let found =
    /^(\d+|[一二两三四五六七八九十]+)\s?个?(天|日|周|星期|礼拜|月|年)(后|以后|之后|前|以前|之前)$/.exec(text) ??
    // 10天 is in ten days; 3月 and 5日 alone are none of them.
    /^(\d+|[一二两三四五六七八九十]+)\s?(个?星期|个?礼拜|天|周|个月)$/.exec(text);
  if (found) {
    const n = count(found[1] ?? "");
    if (n === undefined) return undefined;
    return shift(today, (found[3] ?? "").includes("前") ? -n : n, unitOf((found[2] ?? "").replace("个", "")));
  }
  found = /^(?:in )?(\d+) ?(d|days?|w|weeks?|m|months?|y|years?)( ago)?$/.exec(text);
  if (found) return shift(today, found[3] ? -Number(found[1]) : Number(found[1]), (found[2] ?? "d").charAt(0));

  found = /^(本|这|下下|下|上)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(text);
  if (found) {
    const weekday = found[2] === "日" || found[2] === "天" ? 7 : digits.indexOf(found[2] ?? "");
    return inWeek(today, weekday, found[1]);
  }
  found = /^(this |next |last )?(sun|mon|tue|wed|thu|fri|sat)[a-z]*$/.exec(text);
  if (found) {
    const at = weekdaysEN.indexOf(found[2] ?? "");
    const which = { "this ": "本", "next ": "下", "last ": "上" }[found[1] ?? ""];
    return inWeek(today, at === 0 ? 7 : at, which);
  }
  return undefined;
}

function unitOf(word: string): string {
  return { 天: "d", 日: "d", 周: "w", 星期: "w", 礼拜: "w", 月: "m", 年: "y" }[word] ?? "d";
}

function shift(from: Date, n: number, unit: string): Date {
  if (unit === "d") return addDays(from, n);
  if (unit === "w") return addDays(from, n * 7);
  const months = unit === "y" ? n * 12 : n;
  const last = new Date(from.getFullYear(), from.getMonth() + months + 1, 0).getDate();
  return new Date(from.getFullYear(), from.getMonth() + months, Math.min(from.getDate(), last));
}

// 周五 alone is the coming one (today counts); with 本, 下, 上 it is the one of that week, Monday first.
function inWeek(today: Date, weekday: number, which: string | undefined): Date {
  const now = today.getDay() === 0 ? 7 : today.getDay();
  if (which === undefined) return addDays(today, (weekday - now + 7) % 7);
  const weeks = { 本: 0, 这: 0, 下: 1, 下下: 2, 上: -1 }[which] ?? 0;
  return addDays(today, weekday - now + weeks * 7);
}

function written(text: string, today: Date): Date | undefined {
  let found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (found) return exact(Number(found[1]), Number(found[2]), Number(found[3]));
  found = /^(\d{2})年(\d{1,2})月(\d{1,2})[日号]?$/.exec(text) ?? /^(2\d)[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (found) return exact(2000 + Number(found[1]), Number(found[2]), Number(found[3]));
  found = /^(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text);
  if (found) return nearest(Number(found[1]), Number(found[2]), today);
  found = /^(明年|今年|去年)(\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(text);
  if (found) {
    const year = today.getFullYear() + ({ 明年: 1, 去年: -1 }[found[1] ?? ""] ?? 0);
    return exact(year, Number(found[2]), Number(found[3]));
  }
  found = /^(\d{1,2})[日号]$/.exec(text);
  if (found) return exact(today.getFullYear(), today.getMonth() + 1, Number(found[1]));
  found = /^(下下|下|本|这)个?月(\d{1,2})[日号]?$/.exec(text);
  if (found) {
    const ahead = { 下下: 2, 下: 1 }[found[1] ?? ""] ?? 0;
    const month = new Date(today.getFullYear(), today.getMonth() + ahead);
    return exact(month.getFullYear(), month.getMonth() + 1, Number(found[2]));
  }
  found = /^([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]?$/.exec(text);
  if (found) return written(`${count(found[1] ?? "")}月${count(found[2] ?? "")}日`, today);
  return inEnglish(text, today);
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

// mar8 · march8th · 8mar · mar8,2027 (the blanks are gone already).
function inEnglish(text: string, today: Date): Date | undefined {
  const found =
    /^([a-z]{3,9})\.?(\d{1,2})(?:st|nd|rd|th)?(?:,?(\d{4}))?$/.exec(text) ??
    /^(\d{1,2})(?:st|nd|rd|th)?([a-z]{3,9})\.?,?(\d{4})?$/.exec(text);
  if (!found) return undefined;
  const [first = "", second = ""] = [found[1], found[2]];
  const [name, dom] = /\d/.test(first) ? [second, first] : [first, second];
  const month = months.indexOf(name.slice(0, 3)) + 1;
  if (month === 0) return undefined;
  return found[3] ? exact(Number(found[3]), month, Number(dom)) : nearest(month, Number(dom), today);
}

// A day without a year is the one nearest to today: in December "1/5" is next January.
function nearest(month: number, dom: number, today: Date): Date | undefined {
  const around = [-1, 0, 1].flatMap((n) => exact(today.getFullYear() + n, month, dom) ?? []);
  const distance = (date: Date) => Math.abs(date.getTime() - today.getTime());
  return around.sort((a, b) => distance(a) - distance(b))[0];
}

// To make a format costs a hundred times what it costs to use one, and a list writes many days.
const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(lang: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(lang, options);
    formats.set(key, format);
  }
  return format;
}

export type TimeWords = { today: string; yesterday: string; tomorrow: string };

/** sayDay writes a day as people say it: 今天, 昨天, 3月8日, 2025年3月8日. */
export function sayDay(day: DayText, lang: string, today: Date, say: TimeWords): string {
  const date = ofDay(day);
  if (!date) return day;
  const from = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  const away = Math.round((date.getTime() - from.getTime()) / 86_400_000);
  if (away === 0) return say.today;
  if (away === -1) return say.yesterday;
  if (away === 1) return say.tomorrow;
  const sameYear = date.getFullYear() === today.getFullYear();
  return dateFormat(lang, {
    year: sameYear ? undefined : "numeric",
    month: lang === "en" ? "short" : "long",
    day: "numeric",
  }).format(date);
}

/** readDay says a day so that one sees at once whether it is the one meant: 11月25日 周三 · 4 天后. */
export function readDay(day: DayText, lang: string, today: Date): string {
  const date = ofDay(day);
  if (!date) return day;
  const zh = lang.startsWith("zh");
  const from = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  const away = Math.round((date.getTime() - from.getTime()) / 86_400_000);
  const words = dateFormat(lang, {
    year: date.getFullYear() === today.getFullYear() ? undefined : "numeric",
    month: zh ? "long" : "short",
    day: "numeric",
    weekday: "short",
  }).format(date);
  return `${words} · ${new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(away, "day")}`;
}

/** sayInstant writes a moment as people say it: 今天 15:00, 昨天 09:30, 3月8日 15:00. */
export function sayInstant(at: string, lang: string, now: Date, say: TimeWords): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return `${sayDay(toDay(date), lang, now, say)} ${sayTime(at, lang)}`;
}

/** sayTime writes only the time of day: 15:00. */
export function sayTime(at: string, lang: string): string {
  return dateFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
}

/** exactInstant writes a moment in full, for tips. */
export function exactInstant(at: string, lang: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return dateFormat(lang, { dateStyle: "full", timeStyle: "medium" }).format(date);
}
