import { regionWords } from "@/lib/regions";
import type { CellProps } from "./cell";

export function RegionCell({ value }: CellProps) {
  return <span title={String(value)}>{regionWords(String(value))}</span>;
}
