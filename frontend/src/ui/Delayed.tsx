import { type ReactNode, useEffect, useState } from "react";

/** Delayed shows its content only after 200 ms: what comes sooner needs no sign of waiting. */
export function Delayed({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return due ? children : null;
}
