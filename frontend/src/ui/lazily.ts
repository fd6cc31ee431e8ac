import { type ComponentType, createElement, lazy, useEffect, useState } from "react";

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

const waiting: (() => Promise<unknown>)[] = [];
const parts = new WeakMap<object, { bring: () => Promise<unknown>; there: () => boolean }>();

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
  function Lazily(props: P) {
    const [part] = useState<ComponentType<P>>(() => fetched ?? later);
    return createElement(part, props);
  }
  parts.set(Lazily, { bring: fetch, there: () => fetched !== undefined });
  return Lazily;
}

/** useFetched fetches a part and says when it is there, for who would not wait those 300 ms; any other is always there. */
export function useFetched(part: object): boolean {
  const [asked, setAsked] = useState<object>();
  const known = parts.get(part);
  const there = known === undefined || known.there() || asked === part;
  useEffect(() => {
    if (there) return;
    let gone = false;
    // What cannot be had is drawn like what can: then it says so.
    const done = () => !gone && setAsked(() => part);
    void known?.bring().then(done, done);
    return () => {
      gone = true;
    };
  }, [part, known, there]);
  return there;
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
