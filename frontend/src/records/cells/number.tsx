import { group } from "@/lib/money";
import type { CellProps } from "./cell";

export function NumberCell({ value }: CellProps) {
  return <span className="figure">{group(String(value))}</span>;
}
