import { type ComponentType, createElement, lazy, useState } from "react";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

const waiting: (() => Promise<unknown>)[] = [];

/**
 * lazily is a part of a page that need not be there at the start. It is fetched when nothing else is to be done, or when
 * it is shown. Once fetched it is drawn with what is around it: what had to be waited for, be it for a moment, React
 * shows 300 ms later at the earliest.
 */
export function lazily<P extends object>(load: Load<P>): ComponentType<P> {
  let fetched: ComponentType<P> | undefined;
  const fetch: Load<P> = async () => {
    const part = await load();
    fetched = part.default;
    return part;
  };
  waiting.push(fetch);
  const later = lazy(fetch);
  return function Lazily(props: P) {
    const [part] = useState<ComponentType<P>>(() => fetched ?? later);
    return createElement(part, props);
  };
}

/** fetchAhead fetches the parts that wait, one after the other, so that nobody waits for them later. */
export async function fetchAhead(): Promise<void> {
  for (let load = waiting.shift(); load; load = waiting.shift()) {
    await idle();
    // What cannot be had now is asked for again when it is shown.
    await load().catch(() => undefined);
  }
}

// WebKit has no word for it.
const idle = () =>
  new Promise<void>((go) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(() => go(), { timeout: 2000 });
    else setTimeout(go, 100);
  });
