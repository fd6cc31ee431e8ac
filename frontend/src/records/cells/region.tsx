import type { CellProps } from "./cell";

export function RegionCell({ value }: CellProps) {
  return <span title={String(value)}>{spoken(String(value))}</span>;
}

// Nobody says 上海市 市辖区 闵行区: the middle step of a municipality is only there for the list.
function spoken(region: string): string {
  return region
    .split("/")
    .filter((part) => part !== "市辖区" && part !== "县")
    .join(" ");
}
