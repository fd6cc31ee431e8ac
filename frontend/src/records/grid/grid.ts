import { createContext, type ReactNode } from "react";
import type { FlatRecord, Sort } from "@/api";
import type { Selection } from "./selection";

export interface GridColumn {
  id: string;
  title: string;
  /** Unit said once in the heading, such as the currency. */
  unit?: string;
  width: number;
  figure?: boolean;
  sortable?: boolean;
  editable?: boolean;
  render: (row: FlatRecord) => ReactNode;
}

/** A place in the grid: row -1 is the heading, column 0 the check box. */
export interface Place {
  row: number;
  column: number;
}

export interface GridHandlers {
  open(row: FlatRecord, at: number): void;
  openPage(row: FlatRecord): void;
  edit(row: FlatRecord): void;
}

export interface DataGridProps {
  label: string;
  columns: GridColumn[];
  rows: FlatRecord[];
  total: number;
  rowHeight: number;
  titleOf: (row: FlatRecord) => string;
  sort: Sort[];
  onSort: (sort: Sort[]) => void;
  widths: { [column: string]: number };
  onWidth: (column: string, width: number) => void;
  onMove: (column: string, to: number) => void;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** Row shown at the side. */
  opened?: string;
  handlers: GridHandlers;
  /** Called as the active row changes, so that a side view can follow. */
  onActive?: (row: FlatRecord) => void;
  editor?: (row: FlatRecord, column: string, done: () => void) => ReactNode;
  sums: { [column: string]: string };
  hasMore: boolean;
  fetchingMore: boolean;
  more: () => void;
  stale?: boolean;
  readOnly?: boolean;
}

/** Links inside a grid are not stops of the Tab key: the grid is one stop. */
export const InGrid = createContext(false);

export const checkWidth = 40;

/** nextSort is what a press on a heading means: up, down, off; with `add` the other keys stay. */
export function nextSort(sort: Sort[], field: string, add: boolean): Sort[] {
  const now = sort.find((each) => each.field === field);
  const next: Sort[] = !now ? [{ field }] : now.desc ? [] : [{ field, desc: true }];
  if (!add) return next;
  if (!now) return [...sort, ...next];
  return sort.flatMap((each) => (each.field === field ? next : [each]));
}
