import { useQuery } from "@tanstack/react-query";
import { call, type FlatRecord, type ListQuery, type Titles } from "@/api";
import { both } from "../filter/model";
import type { RowGroup } from "../table/groups";

/** The most rows that are laid out on paper; a longer list belongs into a file. */
export const mostRows = 2000;
const page = 500;

type Query = Omit<ListQuery, "after" | "limit">;

export interface Rows {
  rows: FlatRecord[];
  titles: Titles;
  /** Rows there are; one that stands in several groups counts in each. */
  total: number;
  /** Which group begins with which row. */
  starts?: { at: number; group: number }[];
}

/**
 * useListRows reads the rows of a list from the first on, as many as are printed: group by group where it has some, as
 * they stand on the screen. "unknown" waits until the groups are known.
 */
export function useListRows(query: Query, groups?: RowGroup[] | "unknown") {
  return useQuery<Rows>({
    queryKey: ["records.list", [query.entity], { printed: query, groups }],
    queryFn: () => (Array.isArray(groups) ? readGroups(query, groups) : read(query, mostRows)),
    enabled: groups !== "unknown",
  });
}

async function read(query: Query, most: number): Promise<Rows> {
  const all: Rows = { rows: [], titles: {}, total: 0 };
  let after: string | undefined;
  do {
    const part = await call("records.list", { ...query, limit: Math.min(page, most), after });
    all.rows.push(...(part.rows ?? []));
    Object.assign(all.titles, part.titles);
    all.total = part.total;
    after = part.next || undefined;
  } while (after && all.rows.length < most);
  all.rows.length = Math.min(all.rows.length, most);
  return all;
}

async function readGroups(query: Query, groups: RowGroup[]): Promise<Rows> {
  const all: Rows = { rows: [], titles: {}, total: groups.reduce((sum, group) => sum + group.count, 0), starts: [] };
  for (const [n, group] of groups.entries()) {
    const most = mostRows - all.rows.length;
    if (most <= 0) break;
    const { rows, titles } = await read({ ...query, where: both(query.where, group.where) }, most);
    if (rows.length > 0) all.starts?.push({ at: all.rows.length, group: n });
    all.rows.push(...rows);
    Object.assign(all.titles, titles);
  }
  return all;
}
