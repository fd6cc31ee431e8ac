import type { InputRef } from "antd";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { EntityDescription, Titles, Where } from "@/api";
import { both, complete, quickFilter } from "../filter/model";
import { FilterBar, Sentence } from "./FilterBar";
import { useQuickFilterKey } from "./quick";
import type { View } from "./view";

/** useListWhere is the filter of a view and its quick filter together, within what always holds. */
export function useListWhere(entity: EntityDescription, view: View, fixed?: Where): Where | undefined {
  return useMemo(() => listWhere(entity, { where: view.where, q: view.q }, fixed), [fixed, view.where, view.q, entity]);
}

/** listWhere is the same of a view that is not shown yet. */
export function listWhere(entity: EntityDescription, { where, q }: View, fixed?: Where): Where | undefined {
  return both(fixed, complete(where), quickFilter(entity, q ?? ""));
}

/** ListHead stands above the rows of a list, however they are shown: the quick filter, the filter and its sentence, and the list's tools. */
export function ListHead(props: {
  entity: EntityDescription;
  where: Where | undefined;
  q: string | undefined;
  onView: (change: Partial<View>) => void;
  titles: Titles;
  /** A field that a condition shall begin with; said from elsewhere. */
  asking: string | undefined;
  onAsking: (field: string | undefined) => void;
  tools: ReactNode;
}) {
  const { entity, where, onView, onAsking } = props;
  const quick = useRef<InputRef>(null);
  useQuickFilterKey(quick);
  const onWhere = useCallback((next: Where | undefined) => onView({ where: next }), [onView]);
  return (
    <>
      <div className="list__tools">
        <FilterBar
          entity={entity}
          where={where}
          onWhere={onWhere}
          q={props.q ?? ""}
          onQ={(q) => onView({ q: q === "" ? undefined : q })}
          input={quick}
          asking={props.asking}
          onAsked={() => onAsking(undefined)}
        />
        <span className="list__right">{props.tools}</span>
      </div>
      <Sentence
        entity={entity}
        where={where}
        onWhere={onWhere}
        onAdd={() => onAsking(entity.title)}
        titles={props.titles}
      />
    </>
  );
}
