import type { CellProps } from "./cell";

export function TagsCell({ value, titles }: CellProps) {
  const values = Array.isArray(value) ? value : [value];
  return (
    <span className="chips">
      {values.map((each, n) => (
        <span className="chip" key={n}>
          {titles?.[String(each)] ?? String(each)}
        </span>
      ))}
    </span>
  );
}
