import type { FieldSpec, Sort } from "@/api";
import { sortable } from "./layouts";

/** A list on the screen, as far as a file of it is the same: what it is put together by, its order and its columns. */
interface Shown {
  group?: string;
  sort?: Sort[];
  columns: string[];
}

/**
 * exported gives the order and the columns of the file of a list: rows that stand together on the screen stand together
 * in the file, and what they are put together by is one of its columns.
 */
export function exported(list: Shown, fields: readonly FieldSpec[]): { sort: Sort[]; columns: string[] } {
  const sort = list.sort ?? [];
  const group = fields.find((spec) => spec.name === list.group?.split(":")[0]);
  if (!group || !sortable(group)) return { sort, columns: list.columns };
  const desc = sort[0]?.field === group.name && sort[0].desc === true;
  return {
    sort: [{ field: group.name, desc }, ...sort.filter((each) => each.field !== group.name)],
    columns: list.columns.includes(group.name) ? list.columns : [...list.columns, group.name],
  };
}
