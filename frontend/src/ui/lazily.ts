import {
  type ComponentType,
  createContext,
  createElement,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";

type Part<P> = (props: P) => ReactNode;
type Load<P> = () => Promise<{ default: Part<P> }>;

const waiting: (() => Promise<unknown>)[] = [];
const parts = new WeakMap<object, { bring: () => Promise<unknown>; there: () => boolean }>();
const Instead = createContext<ReactNode>(null);

/**
 * lazily is a part of a page that need not be there at the start. It is fetched when nothing else is to be done (what
 * weighs much only when it is `asked` for), or when it is shown, and drawn as soon as it is there: what React itself
 * is left to wait for, be it for a moment, it shows 300 ms later at the earliest.
 */
export function lazily<P extends object>(load: Load<P>, when?: "asked"): ComponentType<P> {
  let fetched: Part<P> | undefined;
  const fetch: Load<P> = async () => {
    const part = await load();
    fetched = part.default;
    return part;
  };
  if (when !== "asked") waiting.push(fetch);
  const later = lazy(fetch);
  function Lazily(props: P) {
    const instead = useContext(Instead);
    const part = useRef<ComponentType<P>>(undefined);
    // What cannot be had is drawn like what can: then it says so.
    if (useFetched(Lazily)) part.current ??= fetched ?? later;
    return part.current ? createElement(part.current, props) : instead;
  }
  parts.set(Lazily, { bring: fetch, there: () => fetched !== undefined });
  return Lazily;
}

/** Waiting says what stands in place of a part inside it until it is there. */
export function Waiting({ instead, children }: { instead: ReactNode; children?: ReactNode }) {
  const bounded = createElement(Suspense, { fallback: instead }, children);
  return createElement(Instead.Provider, { value: instead }, bounded);
}

/** bring fetches a part that is likely to be asked for next. */
export function bring(part: object): void {
  // What cannot be had now is asked for again when it is shown.
  void parts
    .get(part)
    ?.bring()
    .catch(() => undefined);
}

// Fetches a part and says when it is there, or cannot be had.
function useFetched(part: object): boolean {
  const [asked, setAsked] = useState<object>();
  const known = parts.get(part);
  const there = known === undefined || known.there() || asked === part;
  useEffect(() => {
    if (there) return;
    let gone = false;
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
