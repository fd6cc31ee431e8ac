import type { DataGridProps, MenuTarget, Place } from "./grid";
import type { Cells } from "./range";

/** placeOf is the place of the cell that an event happened in. */
export function placeOf(target: EventTarget | null): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  const [row, column] = cell?.dataset.place?.split(":").map(Number) ?? [];
  return row === undefined || column === undefined ? undefined : { row, column };
}

/** isIn says whether a place lies in a block of cells. */
export function isIn(cells: Cells, place: Place): boolean {
  return (
    place.row >= cells.top && place.row <= cells.bottom && place.column >= cells.left && place.column <= cells.right
  );
}

/** targetAt is what a menu at this place is about. */
export function targetAt(props: DataGridProps, place: Place, widen: (column: string) => void): MenuTarget | undefined {
  const column = props.columns[place.column - 1]?.id;
  if (place.row === -1) return column === undefined ? undefined : { on: "heading", column, widen: () => widen(column) };
  const { group, row } = props.items.at(place.row);
  if (group) return { on: "group", group };
  return row && { on: "cell", row, column, at: place.row };
}
