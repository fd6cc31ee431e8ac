import { useRef } from "react";
import { type FieldSpec, fieldOf, type Output, useAnswer, useDescribe, type Where } from "@/api";
import { both } from "@/records/filter/model";
import type { GroupBy } from "./keys";
import type { Span } from "./period";

export interface MeasureBy {
  op: string;
  field?: string;
}

/** One question for figures, as records.aggregate takes it. */
export interface Question {
  entity: string;
  where?: Where;
  groups?: GroupBy[];
  measures: MeasureBy[];
  limit?: number;
}

export type Answer = Output<"records.aggregate">;

/** useAnswers asks several questions at once; what is shown stays while the next answer is on its way. */
export function useAnswers(questions: Question[], enabled = true) {
  return useAnswer("reports.answers", { questions }, sourcesOf(questions), enabled && questions.length > 0);
}

// What a figure was read from: its entity, and those its paths lead over.
function sourcesOf(questions: Question[]): string[] {
  const entities = new Set(questions.map((each) => each.entity));
  const text = JSON.stringify(questions);
  for (const [path, entity] of reached) if (text.includes(`"${path}`)) entities.add(entity);
  return [...entities].sort();
}
const reached = [
  ["customerId", "customer"],
  ["productId", "product"],
  ["ownerId", "user"],
] as const;

/** useKept shows what was last known until what is asked now is answered: figures never stand under the words of others. */
export function useKept<T>(now: T | undefined): T | undefined {
  const kept = useRef<T>(undefined);
  if (now !== undefined) kept.current = now;
  return kept.current;
}

/** Whose figures are looked at. */
export interface Scope {
  owner?: string;
  department?: string;
}

/** scopeWhere is the filter for whose records they are. */
export function scopeWhere(scope: Scope): Where | undefined {
  return both(
    scope.owner ? { field: "ownerId", op: "eq", value: scope.owner } : undefined,
    scope.department ? { field: "ownerId.departmentId", op: "eq", value: scope.department } : undefined,
  );
}

/** during is the filter for what lies in a stretch of days. */
export function during(field: string, span: Span): Where {
  return { field, op: "between", value: [span.from, span.to] };
}

export const won: Where = { field: "stage", op: "eq", value: "won" };
export const lost: Where = { field: "stage", op: "eq", value: "lost" };
export const open: Where = { field: "stage", op: "notIn", value: ["won", "lost"] };

/** useSpec finds the field at the end of a path of an entity. */
export function useSpec(): (entity: string, path: string) => FieldSpec | undefined {
  const { byName } = useDescribe();
  return (entity, path) => {
    let at = byName.get(entity);
    let spec: FieldSpec | undefined;
    for (const name of path.split(".")) {
      spec = fieldOf(at, name);
      at = byName.get(spec?.target ?? "");
    }
    return spec;
  };
}
