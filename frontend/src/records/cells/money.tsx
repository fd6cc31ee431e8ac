import { showMoney } from "@/lib/money";
import type { CellProps } from "./cell";

export function MoneyCell({ value }: CellProps) {
  return <span className="figure">{showMoney(String(value))}</span>;
}
