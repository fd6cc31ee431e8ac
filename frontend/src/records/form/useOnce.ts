import { useRef } from "react";

/** useOnce lets a deed be done once at a time: a key that bounces, or a second press before the page shows that it is busy, does not do it again. */
export function useOnce(): (act: () => Promise<unknown>) => Promise<void> {
  const busy = useRef(false);
  return async (act) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await act();
    } finally {
      busy.current = false;
    }
  };
}
