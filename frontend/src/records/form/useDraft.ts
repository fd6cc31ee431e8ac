import { useCallback, useMemo, useState } from "react";
import type { EntityDescription, FieldSpec, FieldValue, FlatRecord } from "@/api";
import { same } from "@/lib/equal";

export type Values = { [field: string]: FieldValue };

/** inForm says whether a field is filled in by people. */
export function inForm(spec: FieldSpec): boolean {
  return !spec.readOnly && !spec.unlisted && (!spec.system || spec.name === "ownerId" || spec.name === "tags");
}

/** useDraft holds what is being typed into a form, what is wrong with it, and what of it differs from the record. */
export function useDraft(entity: EntityDescription, record: FlatRecord | undefined, preset: Values | undefined) {
  const [typed, setTyped] = useState<Values>({});
  // Said by an input: the text is not understood. Said by the core: refused when saving.
  const [problems, setProblems] = useState<{ [field: string]: string }>({});
  const [refused, setRefused] = useState<{ [field: string]: string }>({});

  const start = useMemo<Values>(() => {
    if (record) return record as Values;
    const begins = entity.fields.flatMap((spec) => (spec.default === undefined ? [] : [[spec.name, spec.default]]));
    return { ...Object.fromEntries(begins), ...preset };
  }, [entity, record, preset]);
  const values = useMemo<Values>(() => ({ ...start, ...typed }), [start, typed]);
  const dirty = Object.entries(typed).some(([name, value]) => !same(value, start[name]));

  const set = useCallback((name: string, value: FieldValue) => {
    setTyped((was) => ({ ...was, [name]: value }));
    setRefused((was) => without(was, name));
  }, []);
  const problem = useCallback((name: string, message: string | undefined) => {
    setProblems((was) => (message === undefined ? without(was, name) : { ...was, [name]: message }));
  }, []);

  /** What saving sends: everything for a new record, only what was touched for an old one. */
  const changes = useCallback((): Values => {
    if (record) return Object.fromEntries(Object.entries(typed).filter(([name, value]) => !same(value, start[name])));
    const known = new Set(entity.fields.filter(inForm).map((spec) => spec.name));
    return Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)));
  }, [record, typed, start, values, entity]);

  const restore = useCallback((values: Values) => setTyped((was) => ({ ...was, ...values })), []);
  const clear = useCallback(() => {
    setTyped({});
    setProblems({});
    setRefused({});
  }, []);

  return { values, typed, dirty, set, problem, problems, refused, setRefused, changes, clear, restore };
}

function without(from: { [field: string]: string }, name: string): { [field: string]: string } {
  // Columns of lines report as "lines[0].quantity".
  const kept = Object.entries(from).filter(
    ([key]) => key !== name && !key.startsWith(`${name}[`) && !key.startsWith(`${name}.`),
  );
  return kept.length === Object.keys(from).length ? from : Object.fromEntries(kept);
}
