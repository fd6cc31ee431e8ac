import { type FocusEvent, type MouseEvent, type PointerEvent, useEffect, useRef } from "react";
import { typing } from "@/lib/keyboard";
import { type DataGridProps, type Place, rest } from "./grid";
import { placeOf } from "./targets";
import type { usePlaces } from "./usePlaces";

// A hand is not so still that less than this were a movement.
const still = 4;

interface Down {
  place: Place;
  /** The record it was on. */
  id: string | undefined;
  x: number;
  y: number;
}

/** usePresses is what the mouse does in a grid: it goes to cells, ticks, draws blocks of cells, opens and edits. */
export function usePresses(
  props: DataGridProps,
  { setActive, setFrom }: ReturnType<typeof usePlaces>,
  go: (place: Place, reach?: boolean) => void,
  edit: (place: Place) => void,
  check: (at: number, shift: boolean) => void,
) {
  const { items, handlers } = props;
  const down = useRef<Down>(undefined);
  const drawing = useRef(false);

  const onPointerDown = (event: PointerEvent) => {
    const place = placeOf(event.target);
    const row = place && place.row >= 0 ? items.at(place.row).row : undefined;
    down.current = place && { place, id: row?.id, x: event.clientX, y: event.clientY };
    drawing.current = event.button === 0 && !typing(event.target) && place !== undefined && place.row >= 0;
    // From a box that is ticked the keys go on, too.
    if (drawing.current && place && (place.column === 0 || !event.shiftKey)) {
      setFrom(undefined);
      setActive(place);
      if (row && place.column === 1) handlers.aim?.(row);
    }
  };
  const isStill = (event: MouseEvent) =>
    down.current !== undefined &&
    Math.abs(event.clientX - down.current.x) < still &&
    Math.abs(event.clientY - down.current.y) < still;
  const onPointerOver = (event: PointerEvent) => {
    // Rows that move under a pointer at rest draw no block.
    if (event.buttons !== 1 || !drawing.current || isStill(event)) return;
    const place = placeOf(event.target);
    if (place && place.row >= 0 && place.column > 0) go(place, true);
  };

  // The cell of a record that was pressed. Between the press and its end rows may come and go: what counts is the record
  // that was under the pointer when the button went down.
  const pressed = (event: MouseEvent) => {
    let place = placeOf(event.target);
    const was = down.current;
    if (was && isStill(event)) {
      const at = was.id === undefined ? was.place.row : items.find(was.id);
      place = { ...was.place, row: at };
    }
    if (!place || place.row < 0) return undefined;
    const item = items.at(place.row);
    return item.group ? undefined : { place, row: item.row };
  };
  const onPress = (event: MouseEvent) => {
    const on = pressed(event);
    if (!on) return;
    if (on.place.column === 0) {
      // A box that was hit has seen to itself; beside it is as good.
      if (!props.readOnly && !(event.target instanceof HTMLInputElement)) check(on.place.row, event.shiftKey);
      return;
    }
    go(on.place, event.shiftKey);
    if (on.row && !event.shiftKey && on.place.column === 1) handlers.open(on.row);
  };
  const onPressTwice = (event: MouseEvent) => {
    const on = pressed(event);
    if (!on?.row || on.place.column < 1) return;
    if (on.place.column === 1) handlers.openPage(on.row);
    else edit(on.place);
  };

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const onFocus = (event: FocusEvent) => {
    clearTimeout(resting.current);
    const place = placeOf(event.target);
    const row = place && place.row >= 0 ? items.at(place.row).row : undefined;
    if (row) resting.current = setTimeout(() => handlers.aim?.(row), rest);
  };
  return { onPointerDown, onPointerOver, onPress, onPressTwice, onFocus };
}
