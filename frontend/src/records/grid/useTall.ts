import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { rowsAround } from "./slots";
import { isTall, stretchOf } from "./stretch";

/** useTall lays out the rows of a grid, however many: which are drawn, which of them are in sight, and where they stand. */
export function useTall(
  scroller: RefObject<HTMLElement | null>,
  of: { count: number; rowHeight: number; foot: boolean; active: number },
) {
  const { count, rowHeight } = of;
  const tall = useRef<number>(undefined);
  const seen = (isTall(count, rowHeight) && scroller.current?.clientHeight) || (tall.current ?? 640);
  const room = seen - rowHeight * (of.foot ? 2 : 1);
  const stretch = useMemo(() => stretchOf(count, rowHeight, room), [count, rowHeight, room]);
  const firstOf = (start: number) => Math.floor(stretch.reach(start * stretch.step) / rowHeight);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => stretch.step,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight,
    rangeExtractor: (range) => {
      // As the grid was measured last: to measure it here would mean to lay the page out in the middle of drawing it.
      const inSight = Math.ceil((tall.current ?? 0) / rowHeight) + 1;
      return rowsAround(firstOf(range.startIndex), inSight, beyond, count, of.active);
    },
  });
  tall.current = virtual.scrollRect?.height;
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when rows change their height
  useEffect(() => virtual.measure(), [stretch.step]);
  const first = firstOf(virtual.range?.startIndex ?? 0);
  return { virtual, stretch, seen, first, last: virtual.range?.endIndex ?? 0 };
}

// Rows drawn beyond what is in sight, above and below.
const beyond = 8;
