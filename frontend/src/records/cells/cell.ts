import type { FieldKind, FieldSpec, FieldValue, Titles } from "@/api";

/** What a cell is given. A cell is never asked to show an empty value. */
export interface CellProps {
  spec: FieldSpec;
  value: NonNullable<FieldValue>;
  titles?: Titles;
  /** In a roomy place (record page) long content may take more than one line. */
  roomy?: boolean;
}

/** isEmpty says whether there is nothing to show. */
export function isEmpty(value: FieldValue): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

const figures: ReadonlySet<FieldKind> = new Set<FieldKind>(["number", "decimal", "money", "percent"]);

/** isFigure says whether a kind is written right-aligned in tabular figures. */
export function isFigure(kind: FieldKind): boolean {
  return figures.has(kind);
}
