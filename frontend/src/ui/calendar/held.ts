import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from "react";

/**
 * useHeld keeps the calendar as it was drawn last, from the press on an entry until it is let go and where it was put is
 * kept. What is drawn anew in between takes the entry out of the hand: the library drops it nowhere, or where it
 * happens to be. What came meanwhile is drawn afterwards.
 */
export function useHeld() {
  const holds = useRef(0);
  const dragging = useRef(false);
  const last = useRef<ReactElement>(undefined);
  const [, draw] = useState(0);
  const letGo = useRef<() => void>(undefined);

  const hold = useCallback(() => {
    holds.current++;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      holds.current--;
      if (holds.current === 0) draw((times) => times + 1);
    };
  }, []);
  useEffect(() => () => letGo.current?.(), []);

  return useMemo(
    () => ({
      /** What is drawn: the element given, or the one before it as long as that is held. */
      as: (element: ReactElement): ReactElement => {
        if (holds.current === 0 || !last.current) last.current = element;
        return last.current;
      },
      press: () => {
        letGo.current?.();
        const release = hold();
        const lifted = () => {
          // The library says that a drag is over a moment after the button is up.
          if (!dragging.current) letGo.current?.();
        };
        const ends = ["pointerup", "pointercancel"] as const;
        for (const end of ends) window.addEventListener(end, lifted);
        letGo.current = () => {
          for (const end of ends) window.removeEventListener(end, lifted);
          letGo.current = undefined;
          dragging.current = false;
          release();
        };
      },
      begin: () => {
        dragging.current = true;
      },
      end: () => {
        // Where it was put is told right after this.
        queueMicrotask(() => letGo.current?.());
      },
      until: (kept: Promise<void>) => {
        const release = hold();
        void kept.finally(release);
      },
    }),
    [hold],
  );
}
