import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { ask, type EntityDescription, type Titles, useDescribe, type Where } from "@/api";
import { groupOf, isCondition } from "./model";
import { specAt } from "./words";

/** useTitles finds the names of the records that a filter names by id, as far as `titles` does not know them. */
export function useTitles(entity: EntityDescription, where: Where | undefined, titles: Titles): Titles {
  const { byName } = useDescribe();
  const wanted = useMemo(() => {
    const ids = new Map<string, string[]>();
    const collect = (part: Where | undefined) => {
      if (!part) return;
      if (!isCondition(part)) {
        groupOf(part).parts.forEach(collect);
        return;
      }
      const spec = specAt(entity, part.field, byName);
      const target = part.field === "id" ? entity.name : spec?.target;
      if (!target || !byName.has(target) || part.op === "contains") return;
      const values = Array.isArray(part.value) ? part.value : [part.value];
      for (const id of values)
        if (typeof id === "string" && titles[id] === undefined) ids.set(target, [...(ids.get(target) ?? []), id]);
    };
    collect(where);
    return [...ids];
  }, [where, titles, entity, byName]);
  const found = useQueries({
    queries: wanted.map(([target, ids]) => ({
      ...ask(
        "records.list",
        {
          entity: target,
          where: { field: "id", op: "in", value: ids.slice(0, 100) },
          columns: [byName.get(target)?.title ?? "name"],
          limit: 100,
        },
        [target],
      ),
    })),
  });
  const version = found.map((each) => each.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the answers
  return useMemo(() => {
    const named: Titles = { ...titles };
    wanted.forEach(([target], at) => {
      const answer = found[at]?.data;
      const title = byName.get(target)?.title ?? "name";
      for (const row of answer?.rows ?? []) {
        const value = String(row[title] ?? row.id);
        named[row.id] = answer?.titles[value] ?? value;
      }
    });
    return named;
  }, [titles, version, wanted]);
}
