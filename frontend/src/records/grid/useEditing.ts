import { type RefObject, useCallback, useEffect, useRef } from "react";
import { type DataGridProps, nextEditable, type Place, popups } from "./grid";
import type { Editing, usePlaces } from "./usePlaces";

/** useEditing opens the cells one writes in, and closes them: whoever has gone elsewhere by then stays there. */
export function useEditing(
  props: DataGridProps,
  places: ReturnType<typeof usePlaces>,
  go: (place: Place) => void,
  scroller: RefObject<HTMLElement | null>,
) {
  const { columns, items, handlers, editor } = props;
  const { active, editing, setActive, setFrom, setEditing, focusNext } = places;
  // A changed record may move to another place in the order; the focus goes with it.
  const follow = useRef<string>(undefined);
  const edit = useCallback(
    (place: Place, row = items.at(place.row).row) => {
      const column = columns[place.column - 1];
      if (!row) return;
      if (!column?.editable || !editor || row.refused?.includes("update")) handlers.edit(row);
      else {
        follow.current = row.id;
        setFrom(undefined);
        setActive(place);
        setEditing({ ...place, record: row });
      }
    },
    [columns, items, handlers, editor, setFrom, setActive, setEditing],
  );

  const stop = (of: Editing, move?: 1 | -1) => {
    // Meanwhile one writes in another cell.
    if (!editing || editing.record.id !== of.record.id || editing.column !== of.column) return;
    setEditing(undefined);
    const grid = scroller.current;
    const focused = document.activeElement;
    const inside = grid?.contains(focused) || focused?.closest(popups);
    const elsewhere = focused !== null && focused !== document.body && !inside;
    if (elsewhere || active.row !== editing.row || active.column !== editing.column) {
      follow.current = undefined;
      if (!elsewhere) focusNext.current = true;
      return;
    }
    focusNext.current = true;
    const next = move && nextEditable(columns, editing.column, move);
    if (!next) return;
    const place = { row: editing.row, column: next };
    const at = follow.current === undefined ? -1 : items.find(follow.current);
    // What was written may have led the record far away.
    if (at >= 0) edit({ ...place, row: at });
    else edit(place, editing.record);
  };
  // The cell is closed when it has been saved: by then the page may have been drawn anew.
  const latest = useRef(stop);
  latest.current = stop;
  const stopEditing = useCallback((of: Editing) => (move?: 1 | -1) => latest.current(of, move), []);

  useEffect(() => {
    if (editing || follow.current === undefined) return;
    const at = items.find(follow.current);
    follow.current = undefined;
    if (at >= 0) go({ row: at, column: active.column });
  }, [items, active, go, editing]);
  return { edit, stopEditing };
}
