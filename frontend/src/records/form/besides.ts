import { call, type EntityDescription, type FieldValue, type FlatRecord, faultOf } from "@/api";
import { same } from "@/lib/equal";
import type { Values } from "./useDraft";

/**
 * besides says at which revision a refused change may be saved after all: others changed the record meanwhile, but no
 * field of those that were changed here. undefined where both changed the same, or something else was refused.
 */
export async function besides(
  entity: EntityDescription,
  record: FlatRecord | undefined,
  changes: Values,
  thrown: unknown,
): Promise<number | undefined> {
  const fault = faultOf(thrown);
  const theirs = Object.keys(fault.fields).map((path) => path.split(/[.[]/)[0] ?? path);
  if (!record || fault.kind !== "conflict" || theirs.length === 0 || theirs.some((name) => name in changes))
    return undefined;
  const latest = await call("records.get", { entity: entity.name, id: record.id });
  const untouched = Object.keys(changes).every((name) => same(latest[name] as FieldValue, record[name] as FieldValue));
  return untouched && latest.rev !== record.rev ? latest.rev : undefined;
}
