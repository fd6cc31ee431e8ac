// Moments as people type them: a day, an hour, or both. A moment travels as an ISO text.
import { addDays, parseDay, toDay } from "./day";

const hours = "零一二三四五六七八九";

function hourOf(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  if (text === "两") return 2;
  const found = /^(十)?([一二三四五六七八九])?$/.exec(text);
  if (text === "" || !found) return undefined;
  return (found[1] ? 10 : 0) + (found[2] ? hours.indexOf(found[2]) : 0);
}

interface Hour {
  hour: number;
  minute: number;
  /** What stood before it. */
  rest: string;
}

const spokenHour =
  /(上午|早上|清晨|凌晨|中午|下午|傍晚|晚上|今晚|明晚)?(\d{1,2}|十?[一二三四五六七八九]|十|两)(?:点钟?|时)(?:(\d{1,2})分?|(半)|(一刻)|(三刻))?$/;
const writtenHour = /(上午|早上|清晨|凌晨|中午|下午|傍晚|晚上|今晚|明晚)?(\d{1,2})[:：](\d{2})$/;
const englishHour = /(\d{1,2})(?::(\d{2}))?(am|pm)$/;

function hourAtEnd(text: string): Hour | undefined {
  let found = spokenHour.exec(text);
  if (found) {
    const minute = found[3] ? Number(found[3]) : found[4] ? 30 : found[5] ? 15 : found[6] ? 45 : 0;
    return placed(text, found, hourOf(found[2] ?? ""), minute, found[1]);
  }
  found = writtenHour.exec(text);
  if (found) return placed(text, found, Number(found[2]), Number(found[3]), found[1]);
  found = englishHour.exec(text);
  if (found) {
    const hour = Number(found[1]) % 12;
    return placed(text, found, found[3] === "pm" ? hour + 12 : hour, Number(found[2] ?? 0), undefined);
  }
  return undefined;
}

function placed(
  text: string,
  found: RegExpExecArray,
  hour: number | undefined,
  minute: number,
  part: string | undefined,
): Hour | undefined {
  if (hour === undefined) return undefined;
  const late = part !== undefined && /下午|傍晚|晚/.test(part);
  const at = late && hour < 12 ? hour + 12 : part === "中午" && hour < 3 ? hour + 12 : hour;
  if (at > 23 || minute > 59) return undefined;
  const night = part === "明晚" ? "明天" : "";
  return { hour: at, minute, rest: text.slice(0, found.index) + night };
}

/** parseInstant understands 明天下午3点, 下周三 15:00, 3/8 9:30, 14:00, tomorrow 3pm; a day alone keeps the hour of `was`, else 9:00. */
export function parseInstant(typed: string, now: Date, was?: string): string | undefined {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\s+(am|pm)$/, "$1");
  if (text === "") return undefined;
  if (text === "现在" || text === "刚才" || text === "now") return now.toISOString();
  const found = hourAtEnd(text);
  const words = (found ? found.rest : text)
    .trim()
    .replace(/(?: at|,|，|的)$/, "")
    .trim();
  const day = words === "" && found ? toDay(addDays(now, 0)) : parseDay(words, now);
  if (!day) return undefined;
  const before = was ? new Date(was) : undefined;
  const [year = 0, month = 1, dom = 1] = day.split("-").map(Number);
  const hour = found?.hour ?? before?.getHours() ?? 9;
  const minute = found?.minute ?? before?.getMinutes() ?? 0;
  return new Date(year, month - 1, dom, hour, minute).toISOString();
}

/** showInstant writes a moment so that it can be typed over: 2026-03-08 15:00. */
export function showInstant(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${toDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
