import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let minute = Math.floor(Date.now() / 60_000);
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  timer ??= setInterval(() => {
    const next = Math.floor(Date.now() / 60_000);
    if (next === minute) return;
    minute = next;
    for (const each of listeners) each();
  }, 5_000);
  return () => listeners.delete(heard);
}

/** useNow is the present minute: 今天 must not stay 今天 over midnight. */
export function useNow(): Date {
  const at = useSyncExternalStore(subscribe, () => minute);
  return new Date(at * 60_000);
}
