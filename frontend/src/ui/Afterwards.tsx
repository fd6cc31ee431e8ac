import { type ReactNode, startTransition, useEffect, useState } from "react";

/**
 * Afterwards draws its content as soon as what it stands beside is on the screen: what a press was for comes first.
 * It gives way to whatever the person does meanwhile.
 */
export function Afterwards({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setDue(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return due ? children : null;
}
