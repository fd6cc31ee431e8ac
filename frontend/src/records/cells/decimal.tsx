import { group } from "@/lib/money";
import type { CellProps } from "./cell";

export function DecimalCell({ value }: CellProps) {
  return <span className="figure">{group(String(value))}</span>;
}
