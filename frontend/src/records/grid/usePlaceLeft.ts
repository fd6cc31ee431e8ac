import { type RefObject, useEffect, useLayoutEffect } from "react";
import { leavePlace, placeLeft } from "./place";

/** usePlaceLeft finds a list as far down and aside as it was left, and remembers where it stands. */
export function usePlaceLeft(label: string, scroller: RefObject<HTMLElement | null>, opened: string | undefined): void {
  useLayoutEffect(() => {
    const { top, left } = placeLeft(label) ?? { top: 0, left: 0 };
    let tries = 0;
    let frame = 0;
    // The page may not be laid out yet while it is put together.
    const put = () => {
      const grid = scroller.current;
      if (!grid || (top === 0 && left === 0)) return;
      grid.scrollTop = top;
      grid.scrollLeft = left;
      tries++;
      const there = grid.scrollTop > top - 1 && grid.scrollLeft > left - 1;
      if (!there && tries < 30) frame = requestAnimationFrame(put);
    };
    put();
    return () => cancelAnimationFrame(frame);
  }, [label, scroller]);
  useEffect(() => {
    const grid = scroller.current;
    if (!grid) return;
    // Asked after the frame, when it is laid out: asked within, it would have to be laid out for that.
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const leave = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        leavePlace(label, grid);
      });
    };
    grid.addEventListener("scroll", leave, { passive: true });
    return () => {
      clearTimeout(waiting);
      grid.removeEventListener("scroll", leave);
    };
  }, [label, scroller]);
  // The side view changes the entry of the history; the place goes along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record at the side is another entry
  useEffect(() => {
    const timer = setTimeout(() => scroller.current && leavePlace(label, scroller.current));
    return () => clearTimeout(timer);
  }, [label, scroller, opened]);
}
