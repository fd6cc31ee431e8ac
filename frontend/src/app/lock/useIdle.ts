import { useEffect, useRef } from "react";
import { call } from "@/api";

const beat = 5_000;
// Timers of a page in the background come once a minute; only much more than that means that the machine slept.
const asleep = 150_000;
// How often the program is told that somebody is there.
const tell = 30_000;

/** useIdle acts once nobody has done anything for so many minutes, or the machine has slept; 0 minutes is never. */
export function useIdle(minutes: number, act: () => void): void {
  const then = useRef(act);
  then.current = act;
  useEffect(() => {
    if (minutes <= 0) return;
    let last = Date.now();
    let told = last;
    let looked = last;
    const look = () => {
      const now = Date.now();
      const slept = now - looked > asleep;
      looked = now;
      if (slept || now - last >= minutes * 60_000) {
        last = now;
        then.current();
      }
    };
    const heard = () => {
      look(); // who comes back first of all meets what the pause has brought
      last = Date.now();
      if (last - told < tell) return;
      told = last;
      call("door.touch", {}).catch(() => undefined);
    };
    const events = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"];
    for (const name of events) window.addEventListener(name, heard, { passive: true, capture: true });
    const comes = ["focus", "pageshow", "visibilitychange"];
    for (const name of comes) window.addEventListener(name, look, { capture: true });
    const timer = setInterval(look, beat);
    return () => {
      clearInterval(timer);
      for (const name of events) window.removeEventListener(name, heard, { capture: true });
      for (const name of comes) window.removeEventListener(name, look, { capture: true });
    };
  }, [minutes]);
}
