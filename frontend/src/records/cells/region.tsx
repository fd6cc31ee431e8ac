import type { CellProps } from "./cell";

export function RegionCell({ value }: CellProps) {
  return <span title={String(value)}>{String(value).split("/").join(" ")}</span>;
}
