import type { Sort, Where } from "@/api";

/** What of a list stands in its address: sharing the address shares the view. */
export interface View {
  where?: Where;
  sort?: Sort[];
  columns?: string[];
  /** Text of the quick filter. */
  q?: string;
  /** Record shown at the side. */
  peek?: string;
  /** The saved view this one began from. */
  saved?: string;
}

/** viewOf reads a view out of an address; whatever does not fit is left out. */
export function viewOf(search: { [key: string]: unknown }): View {
  const view: View = {};
  if (isObject(search.where)) view.where = search.where as Where;
  if (Array.isArray(search.sort)) {
    const sort = search.sort.filter((each): each is Sort => isObject(each) && typeof each.field === "string");
    if (sort.length > 0) view.sort = sort;
  }
  if (Array.isArray(search.columns)) {
    const columns = search.columns.filter((each): each is string => typeof each === "string");
    if (columns.length > 0) view.columns = columns;
  }
  // The address bar turns "123" into a number.
  if (typeof search.q === "string" || typeof search.q === "number") view.q = String(search.q);
  if (typeof search.peek === "string" && search.peek !== "") view.peek = search.peek;
  if (typeof search.saved === "string" && search.saved !== "") view.saved = search.saved;
  return view;
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
