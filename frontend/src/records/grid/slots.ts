import { useRef } from "react";

/**
 * slotsFor gives each row a slot: a row that stays keeps its own, one that comes takes that of one that went.
 * So a row is made of elements that are there already, and only what they say changes while one scrolls.
 */
export function slotsFor(had: ReadonlyMap<number, number>, rows: readonly number[]): Map<number, number> {
  const slots = new Map<number, number>();
  const taken = new Set<number>();
  for (const row of rows) {
    const slot = had.get(row);
    if (slot === undefined) continue;
    slots.set(row, slot);
    taken.add(slot);
  }
  let next = 0;
  for (const row of rows) {
    if (slots.has(row)) continue;
    while (taken.has(next)) next++;
    slots.set(row, next);
    taken.add(next);
  }
  return slots;
}

/** movedBy are the slots when all rows have moved by so many: each record stays in the elements it was in. */
export function movedBy(slots: ReadonlyMap<number, number>, rows: number): ReadonlyMap<number, number> {
  return new Map([...slots].map(([row, slot]) => [row + rows, slot]));
}

/** useSlots keeps the slots of the rows in sight. Where the record in focus has another row than before, all have moved with it. */
export function useSlots(rows: readonly number[], id: string | undefined, row: number): ReadonlyMap<number, number> {
  const had = useRef<{ slots: ReadonlyMap<number, number>; id?: string; row: number }>({ slots: new Map(), row });
  const { slots, id: was, row: before } = had.current;
  const stood = id !== undefined && id === was && row !== before ? movedBy(slots, row - before) : slots;
  had.current = { slots: slotsFor(stood, rows), id, row };
  return had.current.slots;
}

/** inOrder puts rows in the order of their slots, as they stand in the page: moving an element costs as much as making it anew. */
export function inOrder<Row extends { index: number }>(rows: Row[], slots: ReadonlyMap<number, number>): Row[] {
  const slot = (row: Row) => slots.get(row.index) ?? 0;
  return [...rows].sort((a, b) => slot(a) - slot(b));
}

// Rows come and go by so many at a time: in between, scrolling moves what is there.
const together = 4;

/** rowsAround are the rows to draw: always as many, so that none is made or thrown away while one scrolls. */
export function rowsAround(first: number, inSight: number, beyond: number, count: number, also: number): number[] {
  const many = Math.min(count, inSight + 2 * beyond);
  const from = Math.max(0, Math.min(Math.floor((first - beyond) / together) * together, count - many));
  const rows = Array.from({ length: many }, (_each, n) => from + n);
  // The row in focus stays in the page even when it is scrolled away, or the focus would be lost.
  if (also >= 0 && also < from) rows.unshift(also);
  else if (also >= from + many && also < count) rows.push(also);
  return rows;
}
