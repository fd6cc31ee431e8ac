import { type EntityDescription, type FieldValue, type FlatRecord, may } from "@/api";
import { useWords } from "@/ui/words";
import { Cell, isEmpty } from "../cells";
import { openForm } from "../form/store";

/** LineTables shows the tables inside a record, such as the lines of an order, where there is room for them. */
export function LineTables({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t, say } = useWords();
  const specs = entity.fields.filter(
    (spec) => spec.kind === "lines" && !spec.readOnly && !spec.unlisted && !isEmpty(record[spec.name] as FieldValue),
  );
  return specs.map((spec) => (
    <section key={spec.name} className="linetable" aria-label={say(spec.label)}>
      <div className="related__head">
        <h2 className="panel__title">{say(spec.label)}</h2>
        {!spec.readOnly && may(entity, "update", record) && (
          <button type="button" className="linklike" onClick={() => openForm({ entity: entity.name, id: record.id })}>
            {t("action.edit")}
          </button>
        )}
      </div>
      <Cell spec={spec} value={record[spec.name] as FieldValue} titles={record.titles} roomy />
    </section>
  ));
}
