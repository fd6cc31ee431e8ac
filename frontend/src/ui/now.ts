import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let minute = Math.floor(Date.now() / 60_000);
let ticking = false;

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  if (!ticking) setInterval(tick, 5_000);
  ticking = true;
  return () => listeners.delete(heard);
}

function tick(): void {
  const next = Math.floor(Date.now() / 60_000);
  if (next === minute) return;
  minute = next;
  for (const each of listeners) each();
}

/** useNow is the present minute: 今天 must not stay 今天 over midnight. */
export function useNow(): Date {
  const at = useSyncExternalStore(subscribe, () => minute);
  return new Date(at * 60_000);
}
