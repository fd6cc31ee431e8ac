import { RecordLink } from "../RecordLink";
import type { CellProps } from "./cell";

export function RefCell({ spec, value, titles }: CellProps) {
  return <RecordLink entity={spec.target ?? ""} id={String(value)} title={titles?.[String(value)]} />;
}
