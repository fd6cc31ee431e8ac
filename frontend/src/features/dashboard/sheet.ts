// What a panel shows, as figures: the chart, the table beside it, the picture and the Excel file are made from one of these.
import type { Where } from "@/api";
import { group, showMoney, showShort } from "@/lib/money";
import type { ChartKind, ChartSpec } from "@/ui/chart/model";

export type Format = "money" | "whole" | "share" | "plain";

export interface SheetSeries {
  name: string;
  format: Format;
  quiet?: boolean;
}

export interface SheetRow {
  labels: string[];
  /** Figures as plain decimals; null where there is none. */
  values: (string | null)[];
  /** The rows behind each figure. */
  open: (Where | undefined)[];
  /** What was put together because it is small. */
  rest?: boolean;
}

export interface Sheet {
  entity: string;
  title: string;
  /** Of which time and of whom. */
  about: string;
  kind: ChartKind | "funnel" | "table";
  /** Headings of the first columns. */
  labels: string[];
  series: SheetSeries[];
  rows: SheetRow[];
  total?: SheetRow;
  /** Only so many series are drawn. */
  drawn?: number;
  /** A quiet series stands behind the first. */
  behind?: boolean;
}

/** plain is a figure of an answer as a plain decimal. */
export function plain(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? String(Math.round(value * 1e6) / 1e6) : value;
}

/** showValue writes a figure in full. */
export function showValue(format: Format, value: string | number | null, lang: string): string {
  if (value === null || value === "") return "—";
  const text = String(value);
  if (format === "money") return showMoney(text).replace(/\.00$/, "");
  if (format === "share") return sayShare(Number(text), lang);
  if (format === "whole") return group(text.replace(/\..*$/, ""));
  return group(String(Math.round(Number(text) * 10) / 10));
}

/** cellValue writes a figure in a column of figures: all with as many places, so that they stand below each other. */
export function cellValue(format: Format, value: string | number | null, lang: string): string {
  return format === "money" && value !== null && value !== ""
    ? showMoney(String(value))
    : showValue(format, value, lang);
}

/** shortValue writes a figure in few characters, for marks. */
export function shortValue(format: Format, value: number, lang: string): string {
  if (format === "share") return sayShare(value, lang);
  if (Math.abs(value) < 10_000) return group(String(Math.round(value * 10) / 10));
  return showShort(String(value), lang);
}

function sayShare(value: number, lang: string): string {
  return new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: Math.abs(value) < 0.1 ? 1 : 0 }).format(
    value,
  );
}

/** sayChange says how much more or less something is, as a percent; beyond tenfold a percent says nothing any more. */
export function sayChange(part: number, lang: string): string {
  const size = Math.abs(part);
  const words = new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: size < 0.1 ? 1 : 0 });
  return size >= 10 ? `>${words.format(9.99)}` : words.format(size);
}

/** drawnOf is how many series of a sheet are drawn: at most six. */
export function drawnOf(sheet: Sheet): number {
  return Math.min(sheet.drawn ?? sheet.series.length, 6);
}

/** tooWide says that what was put together dwarfs all that has a name: then it is said in words instead of drawn. */
export function tooWide(sheet: Sheet): boolean {
  const last = sheet.rows.at(-1);
  if (sheet.kind !== "bars" || sheet.series.length > 1 || !last?.rest) return false;
  const most = Math.max(...sheet.rows.filter((row) => !row.rest).map((row) => Number(row.values[0] ?? 0)));
  return Number(last.values[0] ?? 0) > 2 * most;
}

/** chartOf is the chart of a sheet. */
export function chartOf(sheet: Sheet, lang: string): ChartSpec {
  const count = drawnOf(sheet);
  const format = sheet.series[0]?.format ?? "whole";
  const rows = tooWide(sheet) ? sheet.rows.slice(0, -1) : sheet.rows;
  return {
    kind: sheet.kind === "funnel" || sheet.kind === "table" ? "bars" : sheet.kind,
    labels: rows.map((row) => row.labels.join(" · ")),
    series: sheet.series.slice(0, count).map((one, n) => ({
      name: one.name,
      quiet: one.quiet,
      values: rows.map((row) => (row.values[n] === null || row.values[n] === undefined ? null : Number(row.values[n]))),
    })),
    behind: sheet.behind,
    full: (value) => showValue(format, value, lang),
    short: (value) => shortValue(format, value, lang),
  };
}

// A part of a whole has no end of places; a file takes plain decimals.
function decimal(value: string | null): string {
  if (value === null) return "";
  return /^-?\d+(\.\d{1,6})?$/.test(value) ? value : String(Number(Number(value).toFixed(6)));
}

/** excelOf is a sheet as the core takes it to write it into a workbook. */
export function excelOf(sheet: Sheet) {
  const kinds = {
    columns: "columns",
    bars: "bars",
    lines: "lines",
    stacked: "stacked",
    funnel: "funnel",
    table: "table",
  };
  return {
    entity: sheet.entity,
    title: sheet.title,
    about: sheet.about,
    kind: kinds[sheet.kind],
    labels: sheet.labels,
    series: sheet.series.map(({ name, format }) => ({ name, format })),
    rows: sheet.rows.map((row) => ({ labels: row.labels, values: row.values.map(decimal) })),
    total: sheet.total?.values.map(decimal),
    drawn: drawnOf(sheet),
  };
}

/** change is how much a figure has changed against an earlier one, as a part of that; undefined where that says nothing. */
export function change(now: string | null, then: string | null): number | undefined {
  if (now === null || then === null) return undefined;
  const [a, b] = [Number(now), Number(then)];
  if (b === 0) return a === 0 ? 0 : undefined;
  return (a - b) / Math.abs(b);
}

/** sumOf adds decimals exactly; amounts have two places. */
export function sumOf(values: (string | null | undefined)[]): string {
  let fen = 0n;
  for (const value of values) {
    if (!value) continue;
    const [whole = "0", part = ""] = value.replace("-", "").split(".");
    const one = BigInt(whole) * 10_000n + BigInt(part.padEnd(4, "0").slice(0, 4));
    fen += value.startsWith("-") ? -one : one;
  }
  const minus = fen < 0n;
  const digits = (minus ? -fen : fen).toString().padStart(5, "0");
  const part = digits.slice(-4).replace(/0+$/, "");
  return `${minus ? "-" : ""}${digits.slice(0, -4)}${part ? `.${part}` : ""}`;
}
