import { call, type Input, type Sort, type Where } from "@/api";
import { type GroupBy, whereOfGroup } from "./table/groups";

type Groups = NonNullable<Input<"export.run">["groups"]>;
type Key = string | number | boolean | null;
type Grouping = GroupBy & { spec: Parameters<typeof whereOfGroup>[0]["spec"] };

/** columnsOf are the columns of the file of a list; what the rows are put together by is one of them. */
export function columnsOf(columns: string[], group: GroupBy | undefined): string[] {
  return !group || columns.includes(group.field) ? columns : [...columns, group.field];
}

/** A list with more groups than these is written as one. */
const most = 2000;

/** groupsOf reads the groups of a list as they stand on the screen, for a file in which the rows stand so too. */
export async function groupsOf(
  list: { entity: string; where?: Where; sort?: Sort[] },
  group: Grouping,
  words: { by: string; sums: string[]; nameOf: (key: Key, titles: { [id: string]: string }) => string },
): Promise<Groups | undefined> {
  const found = await call("records.aggregate", {
    entity: list.entity,
    where: list.where,
    groups: [{ field: group.field, by: group.by }],
    measures: [{ op: "count" }],
    limit: most + 1,
  });
  if (found.rows.length > most) return undefined;
  const keys = found.rows.map((row) => (row.keys[0] ?? null) as Key);
  const first = list.sort?.[0];
  if (first?.field === group.field && first.desc) keys.reverse();
  return {
    by: words.by,
    sums: words.sums,
    list: keys.map((key) => ({ name: words.nameOf(key, found.titles), where: whereOfGroup(group, key) })),
  };
}
