import type { LinkValue } from "@/api";
import { RecordLink } from "../RecordLink";
import type { CellProps } from "./cell";

export function LinkCell({ value, titles }: CellProps) {
  const link = value as LinkValue;
  return <RecordLink entity={link.entity} id={link.id} title={titles?.[link.id]} />;
}
