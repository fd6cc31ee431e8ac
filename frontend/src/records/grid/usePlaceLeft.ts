import { type RefObject, useEffect, useLayoutEffect } from "react";
import { leavePlace, placeLeft } from "./place";

/** usePlaceLeft finds a list as far down as it was left, and remembers how far down it is. */
export function usePlaceLeft(label: string, scroller: RefObject<HTMLElement | null>, opened: string | undefined): void {
  useLayoutEffect(() => {
    const top = placeLeft(label);
    let tries = 0;
    let frame = 0;
    // The page may not be laid out yet while it is put together.
    const put = () => {
      const grid = scroller.current;
      if (!grid || top === 0) return;
      grid.scrollTop = top;
      tries++;
      if (grid.scrollTop < top && tries < 30) frame = requestAnimationFrame(put);
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
        leavePlace(label, grid.scrollTop);
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
    const timer = setTimeout(() => scroller.current && leavePlace(label, scroller.current.scrollTop));
    return () => clearTimeout(timer);
  }, [label, scroller, opened]);
}
