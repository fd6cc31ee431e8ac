import { OutsideLink } from "@/ui/OutsideLink";
import type { CellProps } from "./cell";

export function EmailCell({ value, roomy }: CellProps) {
  const address = String(value);
  return roomy ? <OutsideLink href={`mailto:${address}`}>{address}</OutsideLink> : <>{address}</>;
}
