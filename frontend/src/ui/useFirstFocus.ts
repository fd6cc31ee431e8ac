import { type RefObject, useEffect } from "react";

const patience = 60;

/**
 * useFirstFocus puts the cursor into the first input inside, once what holds it is shown. A drawer or a dialog
 * takes the focus for its own close button while it opens; so it is asked for until it stays.
 */
export function useFirstFocus(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let frame = 0;
    let stayed = 0;
    let tries = 0;
    const ask = () => {
      const input = root.current?.querySelector<HTMLElement>("input:not([disabled]), textarea:not([disabled])");
      const here = document.activeElement;
      const typing = here !== null && root.current?.contains(here) === true;
      if (typing) stayed++;
      else {
        stayed = 0;
        input?.focus({ preventScroll: true });
      }
      tries++;
      if (stayed < 3 && tries < patience) frame = requestAnimationFrame(ask);
    };
    ask();
    return () => cancelAnimationFrame(frame);
  }, [root]);
}
