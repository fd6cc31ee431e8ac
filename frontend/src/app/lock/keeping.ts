import { useEffect } from "react";
import { call } from "@/api";
import { takeDrafts } from "@/lib/drafts";
import { host } from "@/shell";

// So long after something was typed it is kept: what a crash can cost is no more. What was saved is let go at once, and a
// page that ends as pages do keeps what there is then.
const every = 2000;
const soon = 250;

let made: string | undefined;

/** place is which page this is: the one of the window, or a tab, which a browser knows again after it was closed badly. */
export function place(): string {
  if (host.frame) return "window";
  made ??= remembered();
  return made;
}

function remembered(): string {
  const fresh = crypto.getRandomValues(new Uint32Array(2)).reduce((text, n) => text + n.toString(36), "");
  try {
    const before = sessionStorage.getItem("place");
    if (before) return before;
    sessionStorage.setItem("place", fresh);
  } catch {
    // such a browser remembers nothing; then the page is a new one every time
  }
  return fresh;
}

// What the book has of this page.
let kept = "";

let at = 0;

async function keep(now = false): Promise<void> {
  const text = takeDrafts();
  if (text === kept || (!now && text !== "" && Date.now() - at < every)) return;
  kept = text;
  at = Date.now();
  try {
    await call("draft.keep", { place: place(), text });
  } catch {
    kept = ""; // it is tried again
  }
}

/** keptHere is what was typed into this page before it ended, by a crash or a reload; the book gives it up. */
export async function keptHere(): Promise<string> {
  const { text } = await call("draft.get", { place: place() });
  if (text !== "") await call("draft.keep", { place: place(), text: "" });
  return text;
}

/** useKeeping keeps what is being typed, sealed in the book, as long as one is inside. */
export function useKeeping(): void {
  useEffect(() => {
    const timer = setInterval(() => void keep(), soon);
    const last = () => void keep(true);
    window.addEventListener("pagehide", last);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", last);
    };
  }, []);
}
