import type { CellProps } from "./cell";

export function PercentCell({ value }: CellProps) {
  return <span className="figure">{String(value)}%</span>;
}
