import { type RefObject, useCallback, useEffect, useLayoutEffect } from "react";
import type { DataGridProps, Place } from "./grid";
import { cellsBetween } from "./range";
import type { usePlaces } from "./usePlaces";
import type { useTall } from "./useTall";

/** useGo goes to a cell: it is brought into sight and gets the focus; with `reach` a block of cells is drawn up to it. */
export function useGo(
  { items, rowHeight, onActive, onCells }: DataGridProps,
  { active, setActive, from, setFrom, editing, focusNext }: ReturnType<typeof usePlaces>,
  { virtual, stretch, seen }: ReturnType<typeof useTall>,
  pins: number,
  scroller: RefObject<HTMLElement | null>,
) {
  const go = useCallback(
    (place: Place, reach = false) => {
      focusNext.current = true;
      setFrom((was) => (reach && place.row >= 0 ? (was ?? active) : undefined));
      setActive(place);
      if (place.row < 0) return;
      // A row that is wholly to be seen needs no looking for: that alone would lay the page out.
      const top = place.row * rowHeight - stretch.reach(virtual.scrollOffset ?? 0);
      const over = top < rowHeight ? top - rowHeight : Math.max(0, top + rowHeight * 2 - seen + rowHeight);
      if (over !== 0 && stretch.step === rowHeight) virtual.scrollToIndex(place.row);
      else if (over !== 0 && scroller.current) scroller.current.scrollTop += stretch.scroll(over);
      const row = items.at(place.row).row;
      if (row && !reach) onActive?.(row, place.row);
    },
    [virtual, stretch, items, onActive, active, rowHeight, seen, scroller, focusNext, setFrom, setActive],
  );
  useEffect(() => {
    onCells?.(from && active.row >= 0 ? cellsBetween(from, active) : undefined);
  }, [from, active, onCells]);

  useLayoutEffect(() => {
    if (!focusNext.current || editing) return;
    const cell = cellAt(scroller.current, active);
    if (!cell) return;
    focusNext.current = false;
    cell.focus({ preventScroll: true });
    if (active.column > pins) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  return go;
}

/** cellAt is the cell at a place, if it is in the page. */
export function cellAt(grid: HTMLElement | null, { row, column }: Place): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`[data-place="${row}:${column}"]`) ?? null;
}
