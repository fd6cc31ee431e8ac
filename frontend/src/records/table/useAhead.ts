import { replaceEqualDeep } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { same } from "@/lib/equal";
import { type View, viewOf } from "./view";

/** Where the view stands: it is written there a moment after it is shown, and read from there when one comes from elsewhere. */
interface Address {
  put: (view: View) => Promise<void>;
  /** Tells one place from another. */
  here: () => string;
}

interface Ahead {
  /** The view as the address said it last. */
  said: View;
  /** What is shown. */
  view: View;
  /** What has been shown since, and comes back as the address. */
  coming: readonly View[];
}

/**
 * useAhead shows a change of a view at once; the address, whose way through the router is long, follows when the change
 * is on the screen. What the address says by itself (back, a link) holds.
 */
export function useAhead(said: View, address: Address) {
  const [was, setWas] = useState<Ahead>({ said, view: said, coming: none });
  const now = heard(was, said);
  if (now !== was) setWas(now);

  const latest = useRef(now.view);
  latest.current = now.view;
  const act = useRef(address);
  act.current = address;
  const due = useRef<{ at: string; frame: number; timer: ReturnType<typeof setTimeout> }>(undefined);

  const cancel = useCallback(() => {
    const was = due.current;
    due.current = undefined;
    if (!was) return;
    cancelAnimationFrame(was.frame);
    clearTimeout(was.timer);
    return was.at;
  }, []);
  /** Lets the address follow now, before one leaves the page. */
  const settle = useCallback(() => {
    const at = cancel();
    // Who has gone elsewhere meanwhile is not brought back.
    if (at === undefined || at !== act.current.here()) return;
    void act.current.put(latest.current).finally(() => {
      if (!due.current) setWas((had) => (had.coming.length > 0 ? { ...had, coming: none } : had));
    });
  }, [cancel]);
  const onView = useCallback(
    (change: Partial<View>) => {
      const view = replaceEqualDeep(latest.current, viewOf({ ...latest.current, ...change }));
      latest.current = view;
      setWas((had) => ({ ...had, view, coming: [...had.coming, view] }));
      due.current ??= {
        at: act.current.here(),
        frame: requestAnimationFrame(() => setTimeout(settle)),
        // A window that is not seen has no frames.
        timer: setTimeout(settle, patience),
      };
    },
    [settle],
  );
  useEffect(() => () => void cancel(), [cancel]);
  return { view: now.view, onView, settle };
}

const none: readonly View[] = [];
const patience = 200;

/** heard is what is shown when the address says something: what one sees already where it is one's own echo. */
export function heard(was: Ahead, said: View): Ahead {
  if (was.said === said) return was;
  const at = was.coming.findIndex((view) => same(view, said));
  if (at >= 0) return { said, view: was.view, coming: was.coming.slice(at + 1) };
  return { said, view: replaceEqualDeep(was.view, said), coming: none };
}
