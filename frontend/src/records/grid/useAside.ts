import { type RefObject, useEffect } from "react";

/**
 * useAside marks a grid that is scrolled sideways: only then do its first columns have to be held in place. A cell that
 * may be held is a layer of its own to the browser, and a screen of them costs more than all the rest of scrolling.
 */
export function useAside(scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const grid = scroller.current;
    if (!grid) return;
    const look = () => void grid.toggleAttribute("data-aside", grid.scrollLeft > 0);
    // Before anybody changes the page: to ask then would lay it out.
    grid.addEventListener("scroll", look, { capture: true, passive: true });
    return () => grid.removeEventListener("scroll", look, { capture: true });
  }, [scroller]);
}
