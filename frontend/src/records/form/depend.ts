import { call, type EntityDescription, type FieldSpec, type FieldValue } from "@/api";

type ByName = ReadonlyMap<string, EntityDescription>;
type Values = { [field: string]: FieldValue };

export interface Narrow {
  /** Field of the other entity, of the same name as one in the form. */
  field: string;
  value: string;
}

/** joinsOf are the fields of a form that what is chosen in another field has too: a contact and a deal both have a customer. */
export function joinsOf(entity: EntityDescription, spec: FieldSpec, byName: ByName): string[] {
  const target = byName.get(spec.target ?? "");
  if (spec.kind !== "ref" || spec.system || !target) return [];
  return entity.fields
    .filter(
      (other) => other.kind === "ref" && !other.system && other.name !== spec.name && other.target !== spec.target,
    )
    .filter((other) =>
      target.fields.some((each) => each.name === other.name && each.kind === "ref" && each.target === other.target),
    )
    .map((other) => other.name);
}

/** narrowOf is what a choice is narrowed to by the rest of the form: the contacts of the customer that was chosen. */
export function narrowOf(
  entity: EntityDescription,
  spec: FieldSpec,
  values: Values,
  byName: ByName,
): Narrow | undefined {
  for (const field of joinsOf(entity, spec, byName)) {
    const value = values[field];
    if (typeof value === "string" && value !== "") return { field, value };
  }
  return undefined;
}

/** chosen lets a choice bring along what it belongs to: a contact its customer, where none was chosen yet. */
export async function chosen(
  entity: EntityDescription,
  spec: FieldSpec,
  id: string,
  values: Values,
  byName: ByName,
): Promise<Values> {
  const joins = joinsOf(entity, spec, byName).filter((field) => !values[field]);
  if (joins.length === 0 || !spec.target) return {};
  const record = await call("records.get", { entity: spec.target, id });
  return Object.fromEntries(
    joins.flatMap((field) => (typeof record[field] === "string" ? [[field, record[field] as string]] : [])),
  );
}

/** misfits are fields whose choice belongs to another record than the one chosen now: the contact of another customer. */
export async function misfits(
  entity: EntityDescription,
  changed: string,
  value: FieldValue,
  values: Values,
  byName: ByName,
): Promise<string[]> {
  if (typeof value !== "string" || value === "") return [];
  const dependents = entity.fields.filter(
    (spec) => typeof values[spec.name] === "string" && joinsOf(entity, spec, byName).includes(changed),
  );
  const found = await Promise.all(
    dependents.map(async (spec) => {
      const record = await call("records.get", { entity: spec.target ?? "", id: String(values[spec.name]) });
      return record[changed] !== undefined && record[changed] !== value ? [spec.name] : [];
    }),
  );
  return found.flat();
}
