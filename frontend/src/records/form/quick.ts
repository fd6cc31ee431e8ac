import { create } from "zustand";
import type { EntityDescription, FieldSpec } from "@/api";
import { keeper } from "@/lib/drafts";
import { assistOf } from "./assist";
import { openForm } from "./store";
import { inForm, type Values } from "./useDraft";

interface QuickLine {
  /** The entity something new of is being written. */
  entity?: string;
  /** What was typed into lines and not saved, by entity. It stays in memory, as forms do. */
  typed: { [entity: string]: Values };
}

export const useQuick = create<QuickLine>(() => ({ typed: {} }));

/** openQuick begins something new in one line; where one line would not do, in the whole form. */
export function openQuick(entity: EntityDescription): void {
  if (fitsQuick(entity)) useQuick.setState({ entity: entity.name });
  else openForm({ entity: entity.name });
}

export function closeQuick(): void {
  useQuick.setState({ entity: undefined });
}

/** keepQuick keeps what was typed into a line, until it is saved. */
export function keepQuick(entity: string, typed: Values | undefined): void {
  const { [entity]: _, ...others } = useQuick.getState().typed;
  const empty = typed === undefined || Object.values(typed).every((value) => value === undefined || value === "");
  useQuick.setState({ typed: empty ? others : { ...others, [entity]: typed } });
}

/** fitsQuick says whether the name of a thing, and little else, is enough to begin it. */
export function fitsQuick(entity: EntityDescription): boolean {
  const title = titleSpec(entity);
  return assistOf(entity.name).quick !== false && title?.kind === "text" && inForm(title);
}

export function titleSpec(entity: EntityDescription): FieldSpec | undefined {
  return entity.fields.find((spec) => spec.name === entity.title);
}

/** quickFields are asked beside the name: what cannot be left out, and what a feature finds worth asking. */
export function quickFields(entity: EntityDescription): FieldSpec[] {
  const asked = assistOf(entity.name).quick || [];
  return entity.fields.filter(
    (spec) =>
      spec.name !== entity.title &&
      inForm(spec) &&
      !spec.system &&
      (asked.includes(spec.name) || (spec.required && spec.default === undefined)),
  );
}

keeper("quick", {
  take: () => {
    const { entity, typed } = useQuick.getState();
    return Object.keys(typed).length === 0 ? undefined : { entity, typed };
  },
  give: (kept) => useQuick.setState(kept as QuickLine),
});
