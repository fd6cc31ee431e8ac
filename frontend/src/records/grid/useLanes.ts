import { type RefObject, useLayoutEffect, useMemo, useState } from "react";
import { checkWidth, type DataGridProps, lanesOf, leftOf } from "./grid";
import { shareRoom } from "./room";

// What the last list had: the next one begins with it, before it is measured itself.
let lastRoom = 0;

/** useLanes lays out the columns: how wide each is, and where those stand that stay while one scrolls sideways. */
export function useLanes(props: DataGridProps, scroller: RefObject<HTMLElement | null>) {
  const { columns, widths: own, pins: asked, onWidths } = props;
  const room = useRoom(scroller, props.opened !== undefined);
  // While an edge is dragged its width is nobody else's business.
  const [drag, setDrag] = useState<{ [column: string]: number }>();
  const widthKey = useMemo(() => {
    const fixed = columns.map((column) => drag?.[column.id] ?? own[column.id]);
    const left = fixed.reduce((left: number, width) => left - (width ?? 0), room - checkWidth);
    const free = shareRoom(
      columns.filter((_each, at) => fixed[at] === undefined),
      left,
    );
    return fixed.map((width) => width ?? free.shift()).join(",");
  }, [columns, own, drag, room]);
  const widths = useMemo(() => widthKey.split(",").map(Number), [widthKey]);
  const pins = Math.min(asked, columns.length);
  const lefts = useMemo(() => leftOf(widths, pins), [widths, pins]);
  const lanes = useMemo(() => lanesOf(columns, widths, lefts), [columns, widths, lefts]);
  const sum = (of: readonly number[]) => of.reduce((all, width) => all + width, checkWidth);

  /** Gives one column another width; the others stay as they are from then on. */
  const widen = (column: string, width: number, dragging = false) => {
    const all = Object.fromEntries(columns.map((each, at) => [each.id, widths[at] ?? each.width]));
    const next = { ...all, [column]: Math.round(width) };
    setDrag(dragging ? next : undefined);
    if (!dragging) onWidths(next);
  };
  return { widths, lefts, lanes, pins, pinned: sum(widths.slice(0, pins)), full: sum(widths), widen };
}

// How wide the grid is. What stands beside it for a while does not count: no column moves when a record is looked at.
function useRoom(scroller: RefObject<HTMLElement | null>, beside: boolean): number {
  const [room, setRoom] = useState(lastRoom);
  useLayoutEffect(() => {
    const grid = scroller.current;
    if (!grid || beside) return;
    const seen = new ResizeObserver(([entry]) => {
      lastRoom = Math.floor(entry?.contentRect.width ?? lastRoom);
      setRoom(lastRoom);
    });
    seen.observe(grid);
    return () => seen.disconnect();
  }, [scroller, beside]);
  return room;
}
