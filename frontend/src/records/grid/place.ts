import type { Place } from "./grid";

/** How far down and how far aside a list is. */
export interface Spot {
  top: number;
  left: number;
}

// Where each list stood, by entry of the browser's history: going back finds the list as it was left,
// opening it anew begins at the top.
const places = new Map<string, Spot>();

/** entryOf names the entry of the history one is at. */
export function entryOf(): string {
  return (window.history.state as { __TSR_key?: string } | null)?.__TSR_key ?? "";
}

function keyOf(label: string): string {
  return `${entryOf()} ${label}`;
}

/** carryPlaces takes along where lists stood when their entry is replaced by another. */
export function carryPlaces(from: string, to: string): void {
  if (from === to) return;
  for (const kept of [places, cells] as Map<string, unknown>[])
    for (const [key, place] of [...kept]) {
      if (!key.startsWith(`${from} `)) continue;
      kept.delete(key);
      kept.set(to + key.slice(from.length), place);
    }
}

/** leavePlace remembers where a list stands. */
export function leavePlace(label: string, { scrollTop, scrollLeft }: HTMLElement): void {
  places.set(keyOf(label), { top: scrollTop, left: scrollLeft });
}

/** placeLeft tells where the list stood when one comes back to it; undefined when it is opened anew. */
export function placeLeft(label: string): Spot | undefined {
  return places.get(keyOf(label));
}

// The cell that had the focus, in the same way.
const cells = new Map<string, Place>();

/** leaveCell remembers which cell of a list has the focus. */
export function leaveCell(label: string, cell: Place): void {
  cells.set(keyOf(label), cell);
}

/** cellLeft tells which cell had the focus when one comes back to the list; undefined when it is opened anew. */
export function cellLeft(label: string): Place | undefined {
  return cells.get(keyOf(label));
}
