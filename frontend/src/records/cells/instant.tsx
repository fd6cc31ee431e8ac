import { Moment } from "@/ui/Moment";
import type { CellProps } from "./cell";

export function InstantCell({ value }: CellProps) {
  return <Moment at={String(value)} />;
}
