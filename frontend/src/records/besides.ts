import { call, type FieldValue, type FlatRecord, faultOf } from "@/api";
import { same } from "@/lib/equal";

/**
 * besides is the record as it is now if a refused change may be saved after all: others changed it meanwhile, but no
 * field of those that were to be changed. undefined where both changed the same, or something else was refused.
 */
export async function besides(
  entity: string,
  record: FlatRecord | undefined,
  changes: readonly string[],
  thrown: unknown,
): Promise<FlatRecord | undefined> {
  if (!record || faultOf(thrown).kind !== "conflict") return undefined;
  const latest = await call("records.get", { entity, id: record.id });
  const untouched = changes.every((name) => same(latest[name] as FieldValue, record[name] as FieldValue));
  return untouched && latest.rev !== record.rev ? latest : undefined;
}
