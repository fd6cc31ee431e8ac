import type { FieldSpec, FieldValue, LinkValue, Titles } from "@/api";
import { toDay } from "@/lib/day";
import { isEmpty } from "./cell";

/** What a plain text of a cell needs to know of the language. */
export interface TextWords {
  say: (words: FieldSpec["label"] | undefined) => string;
  yes: string;
  no: string;
}

/** plainText writes a value for a spreadsheet: names instead of ids, figures without separators, days as 2026-03-08. What it writes can be pasted back. */
export function plainText(spec: FieldSpec, value: FieldValue, titles: Titles, words: TextWords): string {
  if (value === undefined || value === null || isEmpty(value)) return "";
  const label = (one: unknown) => {
    const option = spec.options?.find((each) => each.value === one);
    return option ? words.say(option.label) : (titles[String(one)] ?? String(one));
  };
  switch (spec.kind) {
    case "flag":
      return value === true ? words.yes : words.no;
    case "percent":
      return `${value}%`;
    case "instant":
      return moment(String(value));
    case "link":
      return titles[(value as LinkValue).id] ?? "";
    case "lines":
      return "";
    case "choice":
    case "ref":
      return label(value);
    default:
      return Array.isArray(value) ? value.map(label).join("、") : String(value);
  }
}

function moment(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const two = (n: number) => String(n).padStart(2, "0");
  return `${toDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
