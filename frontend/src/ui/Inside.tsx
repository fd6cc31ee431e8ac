import { type ReactNode, useEffect, useRef } from "react";
import { giveBack } from "./useFocusBack";

const focusable = "input:not([disabled]), button:not([disabled]), textarea, a[href], [tabindex='0']";
const patience = 30;

/**
 * Inside is what floats beside a button: it lies at the end of the page, where Tab does not come by. So the focus goes
 * into it when it opens, to what `first` finds or else to the first input or button, and back when it is gone.
 */
export function Inside(props: {
  className: string;
  first?: (root: HTMLElement) => HTMLElement | null | undefined;
  children: ReactNode;
}) {
  const root = useRef<HTMLDivElement>(null);
  const { first } = props;
  const choose = useRef(first);
  useEffect(() => {
    const before = document.activeElement;
    let frame = 0;
    let tries = 0;
    // It is out of sight for as long as its place is being looked for.
    const ask = () => {
      const inside = root.current;
      if (!inside || inside.contains(document.activeElement)) return;
      (choose.current?.(inside) ?? inside.querySelector<HTMLElement>(focusable))?.focus({ preventScroll: true });
      if (tries++ < patience) frame = requestAnimationFrame(ask);
    };
    ask();
    return () => {
      cancelAnimationFrame(frame);
      setTimeout(() => giveBack(before));
    };
  }, []);
  return (
    <div ref={root} className={props.className}>
      {props.children}
    </div>
  );
}
