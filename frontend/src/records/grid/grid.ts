import type { MenuProps } from "antd";
import { type CSSProperties, createContext, type ReactNode } from "react";
import type { FlatRecord, Sort, Titles } from "@/api";
import type { Cells } from "./range";
import type { Selection } from "./selection";

export interface GridColumn {
  id: string;
  title: string;
  /** Unit said once in the heading, such as the currency. */
  unit?: string;
  /** How wide it is as a rule, with little room, and with plenty. */
  width: number;
  least: number;
  most: number;
  figure?: boolean;
  sortable?: boolean;
  editable?: boolean;
  render: (row: FlatRecord, titles: Titles) => ReactNode;
}

/** A place in the grid: row -1 is the heading, column 0 the check box. */
export interface Place {
  row: number;
  column: number;
}

/** Rows that have something in common, with their figures. */
export interface GridGroup {
  key: string;
  label: ReactNode;
  /** The label in plain words. */
  name: string;
  count: number;
  open: boolean;
  sums: { [column: string]: string };
}

/** What stands in a row of the grid: a record (absent while it is read), with the names of what it points at, or the heading of a group. */
export type GridItem =
  | { group?: undefined; row: FlatRecord | undefined; titles: Titles }
  | { group: GridGroup; row?: undefined };

/** The rows of a grid, any number of them, of which only those in sight need be there. */
export interface GridItems {
  count: number;
  at(index: number): GridItem;
  /** Where a record stands, -1 when it is not among those that are there. */
  find(id: string): number;
}

const unnamed: Titles = {};

/** Rows of which none is there yet. */
export const nothingYet: GridItems = { count: 0, at: () => ({ row: undefined, titles: unnamed }), find: () => -1 };

export interface GridHandlers {
  /** A row is about to be opened: the button is down on it, or one rests on it. */
  aim?(row: FlatRecord): void;
  open(row: FlatRecord): void;
  openPage(row: FlatRecord): void;
  edit(row: FlatRecord): void;
}

/** A cell that refused what was put into it, with what that was. */
export interface CellFault {
  text: string;
  reason: string;
  /** The change set of the rest of what was pasted. */
  change?: string;
}

/** What a right click was on. */
export type MenuTarget =
  | { on: "heading"; column: string; widen: () => void }
  | { on: "cell"; row: FlatRecord; column: string | undefined; at: number }
  | { on: "group"; group: GridGroup };

export interface GridMenu {
  items: MenuProps["items"];
  /** Stands under the items. */
  below?: ReactNode;
}

/** What stands in a cell one writes in; `done` tells that it is over, and which way to go on. */
export type Editor = (row: FlatRecord, column: string, done: (move?: 1 | -1) => void) => ReactNode;

export interface DataGridProps {
  label: string;
  /** What is asked: another question begins at the top. */
  asked: string;
  columns: GridColumn[];
  items: GridItems;
  /** Records there are, headings of groups not counted. */
  total: number;
  rowHeight: number;
  titleOf: (row: FlatRecord) => string;
  sort: Sort[];
  onSort: (sort: Sort[]) => void;
  /** The button is down on a heading that would sort so. */
  onAimSort?: (sort: Sort[]) => void;
  /** Widths that somebody chose; the others go by the room there is. */
  widths: { [column: string]: number };
  onWidths: (widths: { [column: string]: number }) => void;
  onMove: (column: string, to: number) => void;
  /** How many of the first columns stay while one scrolls sideways. */
  pins: number;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** Selects all rows between two places. */
  onRows: (from: number, to: number) => void;
  /** Row shown at the side. */
  opened?: string;
  handlers: GridHandlers;
  /** Called as the active row changes, so that a side view can follow. */
  onActive?: (row: FlatRecord, at: number) => void;
  /** Told which rows are in sight. */
  onSight: (first: number, last: number) => void;
  editor?: Editor;
  /** What does not fit, by record and column; see faultKey. */
  faults?: ReadonlyMap<string, CellFault>;
  onCells?: (cells: Cells | undefined) => void;
  onCopy?: (cells: Cells, clipboard: DataTransfer) => void;
  onPaste?: (cells: Cells, text: string) => void;
  onClear?: (cells: Cells) => void;
  onGroup?: (key: string) => void;
  menu?: (target: MenuTarget) => GridMenu | undefined;
  sums: { [column: string]: ReactNode };
  sumsName: string;
  busy?: boolean;
  stale?: boolean;
  readOnly?: boolean;
}

/** Links inside a grid are not stops of the Tab key: the grid is one stop. */
export const InGrid = createContext(false);

/** What hangs outside of a cell and belongs to it all the same: lists of choices, calendars. */
export const popups = ".ant-select-dropdown, .ant-cascader-dropdown, .ant-picker-dropdown";

export const checkWidth = 40;
export const narrowest = 64;

export function faultKey(id: string, column: string): string {
  return `${id} ${column}`;
}

/** idOfFault is the record of a fault. */
export function idOfFault(key: string): string {
  return key.slice(0, key.indexOf(" "));
}

/** leftOf is where the pinned columns stand. */
export function leftOf(widths: readonly number[], pins: number): (number | undefined)[] {
  let left = checkWidth;
  return widths.map((width, at) => {
    if (at >= pins) return undefined;
    const here = left;
    left += width;
    return here;
  });
}

/** cellClass is how a cell of a column looks in every kind of row: rows, groups, headings, sums. */
export function cellClass(column: GridColumn, at: number, lefts: readonly (number | undefined)[]): string[] {
  const classes = ["grid__cell"];
  if (column.figure) classes.push("right");
  if (lefts[at] !== undefined) classes.push("grid__cell--pin");
  // Said by a class: a rule that looks at the neighbour would cost much while one scrolls.
  if (lefts[at] !== undefined && lefts[at + 1] === undefined) classes.push("grid__cell--lastpin");
  return classes;
}

/** A column as every row draws it: said once, not by each row anew. */
export interface Lane {
  column: GridColumn;
  className: string;
  style: CSSProperties;
}

/** lanesOf puts together how the cells of each column look and where they stand. */
export function lanesOf(
  columns: readonly GridColumn[],
  widths: readonly number[],
  lefts: readonly (number | undefined)[],
): Lane[] {
  return columns.map((column, n) => ({
    column,
    className: [...cellClass(column, n, lefts), ...(n === 0 ? ["grid__cell--title"] : [])].join(" "),
    style: { width: widths[n], left: lefts[n] },
  }));
}

/** nextSort is what a press on a heading means: up, down, off; with `add` the other keys stay. */
export function nextSort(sort: Sort[], field: string, add: boolean): Sort[] {
  const now = sort.find((each) => each.field === field);
  const next: Sort[] = !now ? [{ field }] : now.desc ? [] : [{ field, desc: true }];
  if (!add) return next;
  if (!now) return [...sort, ...next];
  return sort.flatMap((each) => (each.field === field ? next : [each]));
}

/** rest is how many milliseconds one stays on a row who may want to open it. */
export const rest = 120;

/** nextEditable is the next column, to the right or to the left, that can be changed in place. */
export function nextEditable(columns: DataGridProps["columns"], from: number, way: 1 | -1): number | undefined {
  for (let at = from + way; at >= 1 && at <= columns.length; at += way) if (columns[at - 1]?.editable) return at;
  return undefined;
}
