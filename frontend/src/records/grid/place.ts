import type { Place } from "./grid";

// Where each list stood, by entry of the browser's history: going back finds the list as it was left,
// opening it anew begins at the top.
const places = new Map<string, number>();

function keyOf(label: string): string {
  const state = window.history.state as { __TSR_key?: string } | null;
  return `${state?.__TSR_key ?? ""} ${label}`;
}

/** leavePlace remembers how far down a list is. */
export function leavePlace(label: string, top: number): void {
  places.set(keyOf(label), top);
}

/** placeLeft tells how far down the list was when one comes back to it; 0 when it is opened anew. */
export function placeLeft(label: string): number {
  return places.get(keyOf(label)) ?? 0;
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
