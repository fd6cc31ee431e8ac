import { useQuery } from "@tanstack/react-query";
import { call, type FlatRecord, type ListQuery, type Titles } from "@/api";

/** The most rows that are laid out on paper; a longer list belongs into a file. */
export const mostRows = 2000;
const page = 500;

export interface Rows {
  rows: FlatRecord[];
  titles: Titles;
  total: number;
}

/** useListRows reads the rows of a list from the first on, as many as are printed. */
export function useListRows(query: Omit<ListQuery, "after" | "limit">) {
  return useQuery<Rows>({
    queryKey: ["records.list", [query.entity], { printed: query }],
    queryFn: async () => {
      const all: Rows = { rows: [], titles: {}, total: 0 };
      let after: string | undefined;
      do {
        const part = await call("records.list", { ...query, limit: page, after });
        all.rows.push(...(part.rows ?? []));
        Object.assign(all.titles, part.titles);
        all.total = part.total;
        after = part.next || undefined;
      } while (after && all.rows.length < mostRows);
      all.rows.length = Math.min(all.rows.length, mostRows);
      return all;
    },
  });
}
