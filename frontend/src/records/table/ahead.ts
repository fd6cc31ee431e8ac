import { typing } from "@/lib/keyboard";

// What is pressed while a cell is being saved belongs to what comes after it: the words typed, and the keys that lead on.
let waiting: (string | KeyboardEventInit)[] = [];
let playing = false;

/** The input that takes what is typed while a cell is saved. */
export const catcher = "celledit__ahead";
/** On the box of an editor whose cell is being saved, and then one that is done with. */
export const saving = "data-saving";

/** keepAhead keeps what was pressed until there is something that it can be done to. */
export function keepAhead(pressed: string | KeyboardEvent): void {
  if (typeof pressed === "string") {
    if (pressed !== "") waiting.push(pressed);
    return;
  }
  const { key, code, shiftKey, ctrlKey, altKey, metaKey } = pressed;
  if (!/^(Shift|Control|Alt|Meta)$/.test(key)) waiting.push({ key, code, shiftKey, ctrlKey, altKey, metaKey });
}

/** forgetAhead is for what cannot go on: then it belongs nowhere. */
export function forgetAhead(): void {
  waiting = [];
}

/** playAhead does now what was pressed ahead, up to the next cell that has to be saved. */
export async function playAhead(): Promise<void> {
  if (playing) return;
  playing = true;
  for (let tries = 0; waiting.length > 0 && tries < 60; ) {
    await new Promise((go) => setTimeout(go));
    const into = document.activeElement;
    const editor = into?.closest(`[${saving}]`);
    // From here it goes on when that is saved.
    if (editor && editor.getAttribute(saving) !== "done") break;
    if (editor || !into || into === document.body) {
      tries++; // what comes next is not there yet
      continue;
    }
    if (!into.closest("[data-place]")) forgetAhead(); // one has gone elsewhere
    const next = waiting.shift();
    const words = typeof next === "string" ? next : letterOf(next);
    if (words !== undefined && typing(into)) document.execCommand("insertText", false, words);
    else if (typeof next === "object")
      into.dispatchEvent(new KeyboardEvent("keydown", { ...next, bubbles: true, cancelable: true }));
  }
  playing = false;
}

function letterOf(next: KeyboardEventInit | undefined): string | undefined {
  return next?.key?.length === 1 && !next.ctrlKey && !next.metaKey && !next.altKey ? next.key : undefined;
}
