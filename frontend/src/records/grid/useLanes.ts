import { useMemo, useState } from "react";
import { checkWidth, type DataGridProps, lanesOf, leftOf } from "./grid";

/** useLanes lays out the columns: how wide each is, and where those stand that stay while one scrolls sideways. */
export function useLanes({ columns, widths: own, pins: asked }: DataGridProps) {
  // While an edge is dragged its width is nobody else's business.
  const [drag, setDrag] = useState<{ column: string; width: number }>();
  const widthKey = columns
    .map((column) => (drag?.column === column.id ? drag.width : (own[column.id] ?? column.width)))
    .join(",");
  const widths = useMemo(() => widthKey.split(",").map(Number), [widthKey]);
  const pins = Math.min(asked, columns.length);
  const lefts = useMemo(() => leftOf(widths, pins), [widths, pins]);
  const lanes = useMemo(() => lanesOf(columns, widths, lefts), [columns, widths, lefts]);
  const sum = (of: readonly number[]) => of.reduce((all, width) => all + width, checkWidth);
  return { widths, lefts, lanes, pins, pinned: sum(widths.slice(0, pins)), full: sum(widths), setDrag };
}
