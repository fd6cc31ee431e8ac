import { keeper } from "@/lib/drafts";
import { openForm, useForms } from "./store";
import type { Values } from "./useDraft";

// What was typed into a form that was left. It holds what people know of customers, so it stays in memory, and sealed in the book.
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

// Forms that are open say what is in them when it is to be kept.
const open = new Set<() => void>();

/** whenKept has a form write down what is typed in it, whenever everything is kept, until the returned function is called. */
export function whenKept(write: () => void): () => void {
  open.add(write);
  return () => open.delete(write);
}

const resumed = new Set<string>();

/** isResumed says, once, that a form was open when the book was locked: it goes on as it was. */
export function isResumed(key: string): boolean {
  return resumed.delete(key);
}

/** resumeForm opens the form for something new and goes on with what was typed elsewhere. */
export function resumeForm(entity: string, typed: Values): void {
  const key = keptKey(entity, undefined);
  if (Object.keys(typed).length > 0) {
    keepValues(key, typed);
    resumed.add(key);
  }
  openForm({ entity });
}

interface KeptForms {
  typed: [string, Values][];
  forms: { entity: string; id?: string; preset?: Values; titles?: { [id: string]: string } }[];
}

keeper("forms", {
  take: () => {
    for (const write of open) write();
    if (kept.size === 0) return undefined;
    const forms = useForms
      .getState()
      .forms.filter((form) => kept.has(keptKey(form.entity, form.id)))
      .map(({ entity, id, preset, titles }) => ({ entity, id, preset, titles }));
    return { typed: [...kept], forms } satisfies KeptForms;
  },
  give: (all) => {
    const { typed, forms } = all as KeptForms;
    for (const [key, values] of typed) kept.set(key, values);
    for (const form of forms) {
      resumed.add(keptKey(form.entity, form.id));
      openForm(form);
    }
  },
});
