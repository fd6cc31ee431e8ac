import type { CellProps } from "./cell";

export function TextCell({ value }: CellProps) {
  return <>{String(value)}</>;
}
