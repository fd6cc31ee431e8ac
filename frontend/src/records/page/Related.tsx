import { type EntityDescription, type FlatRecord, useDescribe } from "@/api";
import { Waiting } from "@/ui/lazily";
import { useWords } from "@/ui/words";
import { relationsOf } from "../related";
import { slots } from "../slots";
import { RelatedLists } from "./RelatedList";

/** Related lists what points at a record: its contacts, deals, orders, whatever there is. */
export function Related({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const { entities } = useDescribe();
  const Side = slots.sides[entity.name];
  if (Side) {
    return (
      <Waiting instead={<div aria-busy="true" />}>
        <Side entity={entity} record={record} />
      </Waiting>
    );
  }
  const relations = relationsOf(entity, entities).filter((relation) => relation.entity.name !== "followUp");
  if (relations.length === 0) return null;
  return (
    <section className="related" aria-label={t("record.related")}>
      <RelatedLists relations={relations} of={entity} record={record} />
    </section>
  );
}
