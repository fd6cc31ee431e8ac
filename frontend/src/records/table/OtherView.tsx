import { type ReactNode, useCallback, useEffect, useState } from "react";
import type { EntityDescription, Sort, Where } from "@/api";
import { Delayed } from "@/ui/Delayed";
import { Waiting } from "@/ui/lazily";
import { useWords } from "@/ui/words";
import { type ListView, slots } from "../slots";
import { ListHead, useListWhere } from "./ListHead";
import { shownColumns } from "./useColumns";
import type { View } from "./view";

const none = {};

/** otherView finds what shows this view in place of the table. */
export function otherView(entity: EntityDescription, view: View): ListView | undefined {
  const found = view.as && view.as !== "table" ? slots.views[view.as] : undefined;
  return found?.fits(entity) ? found : undefined;
}

/** OtherView shows a list as something else than a table, under the same filter. */
export function OtherView(props: {
  entity: EntityDescription;
  view: View;
  /** The same without the record at the side. */
  list: View;
  onView: (change: Partial<View>) => void;
  shown: ListView;
  tools?: ReactNode;
  onAsked?: (asked: { where?: Where; sort: Sort[]; columns: string[]; total: number }) => void;
}) {
  const { entity, view, list, onView, onAsked } = props;
  const { t } = useWords();
  const [asking, setAsking] = useState<string>();
  const where = useListWhere(entity, list);
  useEffect(() => {
    onAsked?.({ where, sort: list.sort ?? [], columns: shownColumns(entity, list), total: 0 });
  }, [onAsked, where, list, entity]);
  const onOpen = useCallback((id: string) => onView({ peek: id }), [onView]);
  const { Component } = props.shown;
  const waiting = (
    <Delayed>
      <div className="list__waiting">{t("state.loading")}</div>
    </Delayed>
  );
  return (
    <div className="list">
      <ListHead
        entity={entity}
        where={list.where}
        q={list.q}
        onView={onView}
        titles={none}
        asking={asking}
        onAsking={setAsking}
        tools={props.tools}
      />
      <Waiting instead={waiting}>
        <Component entity={entity} view={view} where={where} onView={onView} onOpen={onOpen} />
      </Waiting>
    </div>
  );
}
