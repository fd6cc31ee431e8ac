import type { EntityDescription, FieldSpec, FlatRecord, Where } from "@/api";

export interface Relation {
  entity: EntityDescription;
  /** Field of that entity which points at the record. */
  by: FieldSpec;
}

/** relationsOf finds every entity that points at this one, from the descriptions alone. */
export function relationsOf(entity: EntityDescription, entities: readonly EntityDescription[]): Relation[] {
  return (
    entities
      .flatMap((other) =>
        other.fields
          .filter((spec) => spec.kind === "ref" && spec.target === entity.name && !spec.system)
          .map((by) => ({ entity: other, by })),
      )
      // What belongs to it comes before what is of its own kind, such as the companies below a company.
      .sort((a, b) => Number(a.entity.name === entity.name) - Number(b.entity.name === entity.name))
  );
}

/** followUpsOf is the question for what was said and done about a record; undefined where follow-ups cannot be. */
export function followUpsOf(
  entity: EntityDescription,
  record: FlatRecord,
  byName: ReadonlyMap<string, EntityDescription>,
): Where | undefined {
  return concernsOf("followUp", entity, record, byName);
}

/** concernsOf is the question for the records of one entity that concern a record: by a field of theirs, or by a link. */
export function concernsOf(
  name: string,
  entity: EntityDescription,
  record: FlatRecord,
  byName: ReadonlyMap<string, EntityDescription>,
): Where | undefined {
  const other = byName.get(name);
  if (!other || entity.name === name) return undefined;
  const by = other.fields.find((spec) => spec.kind === "ref" && spec.target === entity.name && !spec.system);
  if (by) return { field: by.name, op: "eq", value: record.id };
  // A deal has no field of its own in a follow-up; the subject link may point at it.
  const subject = other.fields.find((spec) => spec.kind === "link");
  if (subject && entity.fields.some((spec) => spec.kind === "ref" && spec.target === "customer"))
    return { field: subject.name, op: "eq", value: { entity: entity.name, id: record.id } };
  return undefined;
}
