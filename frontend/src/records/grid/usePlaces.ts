import { useEffect, useRef, useState } from "react";
import type { FlatRecord } from "@/api";
import type { DataGridProps, Place } from "./grid";
import { cellLeft, leaveCell } from "./place";
import { useHeld } from "./useHeld";

/** The cell one writes in, and the record that one writes in it. */
export type Editing = Place & { record: FlatRecord };

/** usePlaces keeps where one is in a grid: the cell in focus, the other corner of a block, the cell one writes in. Each stays with its record. */
export function usePlaces({ label, items, stale = false }: DataGridProps) {
  const [active, setActive] = useState<Place>(() => cellLeft(label) ?? { row: 0, column: 1 });
  const [from, setFrom] = useState<Place>();
  const [editing, setEditing] = useState<Editing>();
  // One who comes back goes on from the cell where they were.
  const focusNext = useRef(cellLeft(label) !== undefined && document.activeElement === document.body);
  useEffect(() => leaveCell(label, active));

  const moved = useHeld(items, active.row, stale);
  if (moved !== 0) {
    setActive(along(active, moved));
    setFrom(from && along(from, moved));
  }
  const taken = useHeld(items, editing?.row ?? active.row, stale);
  if (taken !== 0) setEditing(editing && along(editing, taken));

  const count = items.count;
  // A shorter list must not leave the focus on a row that is gone.
  useEffect(() => {
    if (active.row >= count && count > 0) setActive((was) => ({ ...was, row: count - 1 }));
    if (from && from.row >= count) setFrom(undefined);
  }, [active.row, from, count]);
  return { active, setActive, from, setFrom, editing, setEditing, focusNext };
}

function along<P extends Place>(place: P, rows: number): P {
  return { ...place, row: place.row + rows };
}
