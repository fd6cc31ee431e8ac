import type { Place } from "./grid";

/** A block of cells, both ends included. Columns are counted from 1: column 0 is the check box. */
export interface Cells {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** cellsBetween is the block with two places at its corners. */
export function cellsBetween(a: Place, b: Place): Cells {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.max(1, Math.min(a.column, b.column)),
    right: Math.max(1, a.column, b.column),
  };
}

/** cellCount says how many cells a block has. */
export function cellCount(cells: Cells): number {
  return (cells.bottom - cells.top + 1) * (cells.right - cells.left + 1);
}

/** readTable reads what spreadsheets put on the clipboard: tabs between cells, quotes around cells with lines in them. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  const clean = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < clean.length; at++) {
    const char = clean[at] ?? "";
    if (quoted) {
      if (char !== '"') cell += char;
      else if (clean[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === "\t") endCell();
    else if (char === "\n") {
      endCell();
      rows.push([]);
    } else cell += char;
  }
  // A quote that is never closed was an inch sign, not a quotation.
  if (quoted) return clean.split("\n").map((line) => line.split("\t"));
  endCell();
  // Excel ends the last line too.
  const last = rows.at(-1);
  if (rows.length > 1 && last?.length === 1 && last[0] === "") rows.pop();
  return rows;
}

/** writeTable writes cells so that spreadsheets take them apart again. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => row.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join("\t"))
    .join("\n");
}

/** spread lays what was copied over a block: a single cell, or a pattern that fits a whole number of times, fills it. */
export function spread(table: string[][], cells: Cells): string[][] {
  const height = cells.bottom - cells.top + 1;
  const width = cells.right - cells.left + 1;
  const rows = table.length;
  const columns = Math.max(...table.map((row) => row.length));
  if (height % rows !== 0 || width % columns !== 0) return table;
  return Array.from({ length: height }, (_row, y) =>
    Array.from({ length: width }, (_cell, x) => table[y % rows]?.[x % columns] ?? ""),
  );
}
