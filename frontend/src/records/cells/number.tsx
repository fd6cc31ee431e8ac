import { group } from "@/lib/money";
import type { CellProps } from "./cell";

// A number that stays below ten thousand, such as a year, is read without separators.
const short = 10_000;

export function NumberCell({ spec, value }: CellProps) {
  const text = String(value);
  return <span className="figure">{spec.max !== undefined && spec.max < short ? text : group(text)}</span>;
}
