import { create } from "zustand";
import type { FieldValue, FlatRecord, Titles } from "@/api";

/** A form somebody asked for. Forms lie one upon another: a picker may ask for a new customer while an order is being filled in. */
export interface FormRequest {
  key: number;
  entity: string;
  /** The record to edit; without it a new one is made. */
  id?: string;
  /** What is filled in from the start. */
  preset?: { [field: string]: FieldValue };
  titles?: Titles;
  onSaved?: (record: FlatRecord) => void;
}

interface FormStack {
  forms: FormRequest[];
  open(request: Omit<FormRequest, "key">): void;
  close(key: number): void;
}

let next = 1;

export const useForms = create<FormStack>((set) => ({
  forms: [],
  open: (request) => set((stack) => ({ forms: [...stack.forms, { ...request, key: next++ }] })),
  close: (key) => set((stack) => ({ forms: stack.forms.filter((form) => form.key !== key) })),
}));

/** openForm asks for a form from anywhere: a button, a command, a picker. */
export function openForm(request: Omit<FormRequest, "key">): void {
  useForms.getState().open(request);
}
