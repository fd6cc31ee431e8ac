import { useRef } from "react";
import type { Output, Sort, Where } from "@/api";

/** A list that somebody saved under a name. */
export type SavedView = Output<"views.list">["views"][number];

/** The ways a list can be seen. */
export const ways = ["table", "board", "calendar", "chart"] as const;
export type As = (typeof ways)[number];

export const densityNames = ["compact", "standard", "roomy"] as const;

/** What of a list stands in its address: sharing the address shares the view. */
export interface View {
  /** How the list is seen; a table when nothing is said. */
  as?: As;
  where?: Where;
  sort?: Sort[];
  /** Field the rows are put together by: groups of a table, columns of a board. */
  group?: string;
  /** How a chart of the list is drawn; what is not said is chosen by the chart. */
  chart?: { [choice: string]: string };
  columns?: string[];
  /** Columns whose width the view says. */
  widths?: { [column: string]: number };
  /** How many of the first columns stay while one scrolls sideways; 1 when nothing is said. */
  pins?: number;
  density?: (typeof densityNames)[number];
  /** Text of the quick filter. */
  q?: string;
  /** Only what was left alone for too long, on a board that knows how long that is. */
  rotten?: true;
  /** Record shown at the side. */
  peek?: string;
  /** The saved view this one began from. */
  saved?: string;
  /** The whole list was asked for, where it would open with a saved view. */
  all?: true;
}

/** The view without the record at the side: the same as long as it says the same, so that a list is not put together anew for it. */
export function useListView(view: View): View {
  const known = useRef<View>(view);
  const { peek: _peek, ...list } = view;
  const names = [...new Set([...Object.keys(known.current), ...Object.keys(list)])] as (keyof typeof list)[];
  if (names.some((name) => known.current[name] !== list[name])) known.current = list;
  return known.current;
}

/** viewOf reads a view out of an address; whatever does not fit is left out. */
export function viewOf(search: { [key: string]: unknown }): View {
  const view: View = {};
  const as = ways.find((each) => each === search.as);
  if (as && as !== "table") view.as = as;
  if (isObject(search.where)) view.where = search.where as Where;
  if (Array.isArray(search.sort)) {
    const sort = search.sort.filter((each): each is Sort => isObject(each) && typeof each.field === "string");
    if (sort.length > 0) view.sort = sort;
  }
  if (typeof search.group === "string" && search.group !== "") view.group = search.group;
  if (isObject(search.chart)) {
    const chart = Object.entries(search.chart).filter((each): each is [string, string] => typeof each[1] === "string");
    if (chart.length > 0) view.chart = Object.fromEntries(chart);
  }
  if (Array.isArray(search.columns)) {
    const columns = search.columns.filter((each): each is string => typeof each === "string");
    if (columns.length > 0) view.columns = columns;
  }
  if (isObject(search.widths)) {
    const widths = Object.entries(search.widths).filter(
      (each): each is [string, number] => typeof each[1] === "number" && each[1] > 0 && each[1] < 2000,
    );
    if (widths.length > 0) view.widths = Object.fromEntries(widths);
  }
  if (typeof search.pins === "number" && search.pins >= 1 && search.pins <= 6) view.pins = Math.floor(search.pins);
  const density = densityNames.find((each) => each === search.density);
  if (density) view.density = density;
  // The address bar turns "123" into a number.
  if (typeof search.q === "string" || typeof search.q === "number") view.q = String(search.q);
  if (typeof search.peek === "string" && search.peek !== "") view.peek = search.peek;
  if (typeof search.saved === "string" && search.saved !== "") view.saved = search.saved;
  if (search.rotten === true) view.rotten = true;
  if (search.all === true) view.all = true;
  return view;
}

/** viewOfSaved reads the view that was saved. */
export function viewOfSaved(saved: SavedView): View {
  return isObject(saved.query) ? viewOf(saved.query) : {};
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
