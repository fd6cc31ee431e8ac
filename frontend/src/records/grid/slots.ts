import { useRef } from "react";

/** A row in sight, and what stands in it as far as that is known. */
export interface Seat {
  row: number;
  id: string | undefined;
}

/**
 * slotsFor gives each row a slot: what stands there already keeps its own, wherever it stands now; then a row that stays
 * keeps its own, and one that comes takes that of one that went. So a row is made of elements that are there already, only
 * what they say changes while one scrolls, and what one presses is not swept away by rows that come and go around it.
 */
export function slotsFor(had: ReadonlyMap<number, Seat>, seats: readonly Seat[]): Map<number, Seat> {
  const byId = new Map<string, number>();
  const byRow = new Map<number, number>();
  for (const [slot, { row, id }] of had) {
    byRow.set(row, slot);
    if (id !== undefined) byId.set(id, slot);
  }
  const slots = new Map<number, Seat>();
  const place = (seat: Seat, slot: number | undefined) => {
    if (slot === undefined || slots.has(slot)) return false;
    slots.set(slot, seat);
    return true;
  };
  const moved = seats.filter((seat) => !place(seat, seat.id === undefined ? undefined : byId.get(seat.id)));
  const come = moved.filter((seat) => !place(seat, byRow.get(seat.row)));
  let next = 0;
  for (const seat of come) {
    while (slots.has(next)) next++;
    slots.set(next, seat);
  }
  return slots;
}

/** useSlots keeps the slots of the rows in sight, by row. */
export function useSlots(seats: readonly Seat[]): ReadonlyMap<number, number> {
  const had = useRef<ReadonlyMap<number, Seat>>(new Map());
  had.current = slotsFor(had.current, seats);
  return new Map([...had.current].map(([slot, { row }]) => [row, slot]));
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
