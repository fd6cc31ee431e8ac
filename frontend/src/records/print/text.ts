import type { FieldSpec, FieldValue, LangText, LinkValue, Titles } from "@/api";
import { toDay } from "@/lib/day";
import { group, showMoney } from "@/lib/money";
import { isEmpty } from "../cells";

export interface TextContext {
  say: (words: LangText | string | undefined) => string;
  titles: Titles;
  yes: string;
  no: string;
  lines: (count: number) => string;
  /** What stands between several values. */
  comma: string;
}

/** textOf writes a value as it stands on paper: days in full, because a sheet is read on another day. */
export function textOf(spec: FieldSpec, value: FieldValue, context: TextContext): string {
  if (value === undefined || value === null || isEmpty(value)) return "";
  switch (spec.kind) {
    case "money":
      return showMoney(String(value));
    case "number":
      return spec.max !== undefined && spec.max < 10_000 ? String(value) : group(String(value));
    case "decimal":
      return group(String(value));
    case "percent":
      return `${value}%`;
    case "flag":
      return value === true ? context.yes : context.no;
    case "instant":
      return instantText(String(value));
    case "choice":
    case "choices":
      return many(value)
        .map((each) => context.say(spec.options?.find((option) => option.value === each)?.label) || each)
        .join(context.comma);
    case "ref":
    case "refs":
    case "tags":
      return many(value)
        .map((each) => context.titles[each] ?? (spec.kind === "tags" ? each : "—"))
        .join(context.comma);
    case "link":
      return context.titles[(value as LinkValue).id] ?? "—";
    case "region":
      return String(value)
        .split("/")
        .filter((part) => part !== "市辖区" && part !== "县")
        .join(" ");
    case "lines":
      return context.lines(Array.isArray(value) ? value.length : 0);
    default:
      return String(value);
  }
}

function many(value: NonNullable<FieldValue>): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** instantText writes a moment in full: 2026-03-08 15:00. */
export function instantText(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${toDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

// What a character takes on paper, in pixels; a Chinese one is square. Around them stands the edge of the cell.
const square = 12;
const letter = 6.9;
const edge = 14;
const narrowest = 44;
const widest = 210;

/** columnWidth is how wide a column has to be for its heading and texts: at most of a few lines, where texts are long. */
export function columnWidth(heading: string, texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, lengthOf(text)), lengthOf(heading));
  return Math.min(widest, Math.max(narrowest, Math.ceil(longest) + edge));
}

function lengthOf(text: string): number {
  let sum = 0;
  for (const char of text) sum += char > "\u2e7f" ? square : letter;
  return sum;
}

/** fitWidths makes the widest columns narrower until all of them fit the room; the narrow ones keep theirs. */
export function fitWidths(widths: readonly number[], room: number): number[] {
  let cap = widest;
  while (cap > leastCap && widths.reduce((sum, width) => sum + Math.min(width, cap), 0) > room) cap -= 2;
  return widths.map((width) => Math.min(width, cap));
}

const leastCap = 80;
const smallest = 0.7;

/** shrinkTo is how much smaller a table is written that is wider than its room even with narrow columns: readable still. */
export function shrinkTo(widths: readonly number[], room: number): number {
  const sum = widths.reduce((total, width) => total + width, 0);
  return sum <= room ? 1 : Math.max(smallest, Math.floor((room / sum) * 100) / 100);
}

// More lines or letters than these are several pieces on paper: what is in one piece is cut off where a page ends.
const mostLines = 10;
const mostLetters = 600;

/** partsOf is a long text in parts that may stand on different pages: its paragraphs, and of long ones so many lines at a time. */
export function partsOf(text: string): string[] {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== "")
    .flatMap((part) => (/^\s*(\||```)/.test(part) ? [part] : packed(part.split("\n").flatMap(shortened))));
}

function packed(lines: readonly string[]): string[] {
  const parts: string[][] = [[]];
  let letters = 0;
  for (const line of lines) {
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && (last.length === mostLines || letters + line.length > mostLetters)) {
      parts.push([line]);
      letters = line.length;
      continue;
    }
    last.push(line);
    letters += line.length;
  }
  return parts.map((part) => part.join("\n"));
}

// A line without end is broken after a sentence, or where it must be.
function shortened(line: string): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > mostLetters) {
    const end = Math.max(
      ...["。", "；", "！", "？", ". ", "，", ", ", " "].map((mark) => rest.lastIndexOf(mark, mostLetters)),
    );
    const at = end > mostLetters / 2 ? end + 1 : mostLetters;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}
