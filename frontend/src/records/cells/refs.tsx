import { RecordLink } from "../RecordLink";
import type { CellProps } from "./cell";

export function RefsCell({ spec, value, titles }: CellProps) {
  const ids = Array.isArray(value) ? value : [value];
  return (
    <span className="chips">
      {ids.map((id, n) => (
        <RecordLink key={n} entity={spec.target ?? ""} id={String(id)} title={titles?.[String(id)]} />
      ))}
    </span>
  );
}
