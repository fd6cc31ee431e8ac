import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { GridItems } from "./grid";

/**
 * useHeld says by how many rows the record in a row has moved since it was drawn last: rows that come and go around it, by
 * somebody else's doing, must not put another record under one's hands. While the answer is that to another question
 * nothing is held.
 */
export function useHeld(items: GridItems, row: number, stale: boolean): number {
  // The answer that the row counts in.
  const [counted, setCounted] = useState(stale ? undefined : items);
  const now = stale ? undefined : items;
  if (counted === now) return 0;
  setCounted(now);
  const id = counted && idAt(counted, row);
  const found = now && id !== undefined && idAt(now, row) !== id ? now.find(id) : -1;
  return found < 0 ? 0 : found - row;
}

/** useSteady keeps what one reads where it is when rows come or go above it. */
export function useSteady(
  scroller: RefObject<HTMLElement | null>,
  items: GridItems,
  first: number,
  stale: boolean,
  heightOf: (rows: number) => number,
): void {
  const held = useRef<{ items: GridItems; first: number; ids: (string | undefined)[] }>(undefined);
  useLayoutEffect(() => {
    const had = held.current;
    held.current = { items, first, ids: stale ? [] : [idAt(items, first), idAt(items, first + 1)] };
    const grid = scroller.current;
    if (!had || had.items === items || stale || !grid || first === 0) return;
    // A single row that went elsewhere takes nobody along.
    const [by, also] = had.ids.map((id, n) => (id === undefined ? -1 : items.find(id)) - had.first - n);
    if (by === undefined || by !== also || by === 0 || had.first + by < 0) return;
    grid.scrollTop += heightOf(by);
  });
}

function idAt(items: GridItems, row: number): string | undefined {
  return row < 0 ? undefined : items.at(row).row?.id;
}
