import { type EntityDescription, type FlatRecord, fieldOf, useDescribe, useEntity } from "@/api";
import { RelatedList, RelatedLists } from "@/records/page/RelatedList";
import { relationsOf } from "@/records/related";
import { useWords } from "@/ui/words";

/** DepartmentSide is who works in a department, and what else belongs to it. */
export function DepartmentSide({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const { entities } = useDescribe();
  const user = useEntity("user");
  const by = fieldOf(user, "departmentId"); // every record has a department; of people it means something
  return (
    <section className="related" aria-label={t("record.related")}>
      {user && by && <RelatedList relation={{ entity: user, by }} of={entity} record={record} />}
      <RelatedLists relations={relationsOf(entity, entities)} of={entity} record={record} quiet />
    </section>
  );
}
