import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** Where a page stood when one left it: how far its parts were scrolled, and what had the focus. */
interface Place {
  scrolls: Map<string, Scrolled>;
  focus?: string;
}

interface Scrolled {
  top: number;
  left: number;
}

// By entry of the browser's history: going back finds the page as it was left, opening it anew begins at the top.
const places = new Map<string, Place>();
const most = 200;

function placeOf(entry: string): Place {
  let place = places.get(entry);
  if (!place) {
    place = { scrolls: new Map() };
    places.set(entry, place);
    if (places.size > most) places.delete(places.keys().next().value ?? "");
  }
  return place;
}

// Lists keep their own place, by rows.
const keepsItself = ".grid";

/** useKeptPlace brings a page back to where it was when one returns to it by the browser's back and forward. */
export function useKeptPlace(): void {
  const { subscribe } = useRouter();
  useEffect(() => {
    let entry = entryOf();
    let stop: () => void = () => undefined;
    const content = () => document.getElementById("content");
    const scrolled = (event: Event) => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || !content()?.contains(target) || target.matches(keepsItself)) return;
      placeOf(entry).scrolls.set(nameOf(target), { top: target.scrollTop, left: target.scrollLeft });
    };
    const focused = (event: FocusEvent) => {
      const { target } = event;
      if (target instanceof HTMLElement && content()?.contains(target)) placeOf(entry).focus = handleOf(target);
    };
    // By a press, not by the arrow keys of the browser: from then on the page is where the person puts it.
    const touched = () => stop();
    const off = subscribe("onBeforeLoad", ({ pathChanged, toLocation }) => {
      const next = entryOf(toLocation.state.__TSR_key);
      // A filter or the side view replaces the entry of the same page; its place goes along.
      if (!pathChanged && next !== entry) places.set(next, placeOf(entry));
      entry = next;
    });
    const offRendered = subscribe("onRendered", ({ pathChanged }) => {
      if (pathChanged) stop = bringBack(places.get(entry), content());
    });
    document.addEventListener("scroll", scrolled, { capture: true, passive: true });
    document.addEventListener("focusin", focused);
    document.addEventListener("wheel", touched, { passive: true });
    document.addEventListener("pointerdown", touched);
    document.addEventListener("keydown", touched);
    return () => {
      off();
      offRendered();
      stop();
      document.removeEventListener("scroll", scrolled, { capture: true });
      document.removeEventListener("focusin", focused);
      document.removeEventListener("wheel", touched);
      document.removeEventListener("pointerdown", touched);
      document.removeEventListener("keydown", touched);
    };
  }, [subscribe]);
}

const patience = 2500;

// The page may still be reading what it shows: its parts are put in place as they become long enough.
function bringBack(place: Place | undefined, content: HTMLElement | null): () => void {
  if (!place || !content || (place.scrolls.size === 0 && place.focus === undefined)) return () => undefined;
  const scrolls = new Map([...place.scrolls].filter(([, { top, left }]) => top > 0 || left > 0));
  let { focus } = place;
  let frame = 0;
  const until = performance.now() + patience;
  const put = () => {
    for (const part of content.querySelectorAll<HTMLElement>("*")) {
      if (scrolls.size === 0) break;
      if (part.scrollHeight <= part.clientHeight && part.scrollWidth <= part.clientWidth) continue;
      const name = nameOf(part);
      const to = scrolls.get(name);
      if (to === undefined) continue;
      part.scrollTop = to.top;
      part.scrollLeft = to.left;
      if (Math.abs(part.scrollTop - to.top) < 2 && Math.abs(part.scrollLeft - to.left) < 2) scrolls.delete(name);
    }
    const free = document.activeElement === document.body || document.activeElement === content;
    const target = focus !== undefined && free ? find(content, focus) : undefined;
    if (target || !free) {
      target?.focus({ preventScroll: true });
      focus = undefined;
    }
    if ((scrolls.size > 0 || focus !== undefined) && performance.now() < until) frame = requestAnimationFrame(put);
  };
  frame = requestAnimationFrame(put);
  return () => cancelAnimationFrame(frame);
}

// The key of the entry one comes to. One that came from the address bar has none and is given one, past the router,
// which would take it for a way to another page. While the router pushes, the browser still has the entry before.
function entryOf(coming?: string): string {
  const state = window.history.state as { __TSR_key?: string } | null;
  if (state?.__TSR_key !== undefined) return coming ?? state.__TSR_key;
  const key = Math.random().toString(36).slice(2, 9);
  History.prototype.replaceState.call(window.history, { __TSR_index: 0, ...state, key, __TSR_key: key }, "");
  return key;
}

/** nameOf is what a scrolled part is called: its label, else its class. It may be a drawing, too. */
export function nameOf(part: Element): string {
  return part.getAttribute("aria-label") || part.id || part.classList[0] || part.tagName;
}

// What a focused thing is found again by: an id, an address, what it stands for, its name.
function handleOf(target: HTMLElement): string | undefined {
  if (target.id !== "" && target.id !== "content") return `#${CSS.escape(target.id)}`;
  for (const name of ["href", "data-item", "data-card", "aria-label"]) {
    const value = target.getAttribute(name);
    if (value) return `${target.tagName}[${name}="${CSS.escape(value)}"]`;
  }
  return undefined;
}

function find(content: HTMLElement, handle: string): HTMLElement | undefined {
  return content.querySelector<HTMLElement>(handle) ?? undefined;
}
