import type { EntityDescription, FieldSpec, FieldValue, Titles } from "@/api";

/** The form that an input stands in: what one chooses depends on what else is there. */
export interface Around {
  entity: EntityDescription;
  values: { [field: string]: FieldValue };
  /** Sets another field of the form. */
  put: (name: string, value: FieldValue) => void;
  /** What the core refused, by path: "lines.0.productId". */
  faults?: { [path: string]: string };
}

/** What an input is given. Its value is the one that travels; undefined is empty. */
export interface InputProps {
  id: string;
  spec: FieldSpec;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  /** What was chosen already is chosen again. */
  onSame?: () => void;
  /** Says that what was typed is not understood (or is now). What was typed stays. */
  onProblem?: (message: string | undefined) => void;
  titles?: Titles;
  invalid?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  /** In a cell or a filter: no room for more than one line. */
  tight?: boolean;
  /** The id of the words that name this input, where no <label> points at it. */
  labelledBy?: string;
  label?: string;
  around?: Around;
}

/** ariaOf is what every input says of itself to those who do not see it. */
export function ariaOf(props: InputProps) {
  return {
    "aria-label": props.label,
    "aria-labelledby": props.labelledBy,
    "aria-invalid": props.invalid || undefined,
    "aria-required": props.spec.required || undefined,
  };
}

export function statusOf(props: InputProps): "error" | undefined {
  return props.invalid ? "error" : undefined;
}

export function textOf(value: FieldValue): string {
  return value === undefined || value === null ? "" : String(value);
}
