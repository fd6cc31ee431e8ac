import { type ReactNode, startTransition, useEffect, useState } from "react";

// Once what was asked for is on the screen; what is given back calls it off.
function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(() => startTransition(act));
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/**
 * Afterwards draws its content as soon as what it stands beside is on the screen: what a press was for comes first.
 * It gives way to whatever the person does meanwhile.
 */
export function Afterwards({ children }: { children: ReactNode }) {
  const [due, setDue] = useState(false);
  useEffect(() => afterPaint(() => setDue(true)), []);
  return due ? children : null;
}

/** useAfterwards is the value as it was until the new one has been on the screen; nothing at first. */
export function useAfterwards<T>(value: T): T | undefined {
  const [late, setLate] = useState<{ value: T }>();
  useEffect(() => afterPaint(() => setLate((was) => (was && Object.is(was.value, value) ? was : { value }))), [value]);
  return late?.value;
}
