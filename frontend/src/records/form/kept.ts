import type { Values } from "./useDraft";

// What was typed into a form that was left. It holds what people know of customers, so it stays in memory.
const kept = new Map<string, Values>();

export const keptKey = (entity: string, id: string | undefined): string => `${entity} ${id ?? "new"}`;

export function keptValues(key: string): Values | undefined {
  return kept.get(key);
}

/** keepValues keeps what was typed, for when the same form is opened again; nothing typed is nothing kept. */
export function keepValues(key: string, typed: Values | undefined): void {
  if (typed === undefined || Object.keys(typed).length === 0) kept.delete(key);
  else kept.set(key, typed);
}
