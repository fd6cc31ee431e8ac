import type { Sort } from "@/api";
import { type View, viewOf } from "../table/view";

/** What is to be printed, as it stands in the address of the preview. */
export type PrintSearch =
  | { of: "list"; entity: string; view: View; sort?: Sort[]; columns?: string[] }
  | { of: "record"; entity: string; id: string }
  | { of: "screen" };

/** printOf reads it out of an address. */
export function printOf(search: { [key: string]: unknown }): PrintSearch {
  const { of, entity, id, view } = search;
  if (typeof entity === "string" && entity !== "") {
    if (of === "record" && typeof id === "string" && id !== "") return { of, entity, id };
    if (of === "list") {
      const { sort, columns } = viewOf({ sort: search.sort, columns: search.columns });
      return { of, entity, view: viewOf(isObject(view) ? view : {}), sort, columns };
    }
  }
  return { of: "screen" };
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
