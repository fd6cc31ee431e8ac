/** composing is true while an input method is at work: its Enter, Esc and arrows are not ours. */
export function composing(event: { nativeEvent?: Event; isComposing?: boolean; keyCode?: number }): boolean {
  const native = (event.nativeEvent ?? event) as { isComposing?: boolean; keyCode?: number };
  return native.isComposing === true || native.keyCode === 229;
}

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** showKeys writes a shortcut as it stands on this machine's keys: "mod+k" → Ctrl+K or ⌘K. */
export function showKeys(keys: string): string {
  return keys.split(" ").map(showStep).join(" ");
}

function showStep(step: string): string {
  const keys = step === "+" ? ["+"] : step.split("+");
  // On a Mac the signs stand close together, the ⌘ next to the letter.
  if (mac) keys.sort((a, b) => place(a) - place(b));
  return keys.map((key) => names[key] ?? key.toUpperCase()).join(mac ? "" : "+");
}

function place(key: string): number {
  const at = ["alt", "shift", "mod"].indexOf(key);
  return at < 0 ? 3 : at;
}

const names: { [key: string]: string } = mac
  ? { mod: "⌘", shift: "⇧", alt: "⌥", enter: "↩", escape: "esc", space: "␣", delete: "⌦", left: "←", right: "→" }
  : {
      mod: "Ctrl",
      shift: "Shift",
      alt: "Alt",
      enter: "Enter",
      escape: "Esc",
      space: "Space",
      delete: "Del",
      left: "←",
      right: "→",
    };

// What the punctuation keys give while a Chinese input method is on.
const wide: { [key: string]: string } = { "？": "?", "、": "/", "／": "/", "。": ".", "，": "," };

/** keyOf names the key of an event as shortcuts are written: "g", "?", "mod+shift+z", "alt+left"; undefined for a lone modifier. */
export function keyOf(event: KeyboardEvent): string | undefined {
  if (["Control", "Shift", "Alt", "Meta", "Process", "Dead"].includes(event.key)) return undefined;
  let key = (wide[event.key] ?? event.key).toLowerCase();
  if (key.startsWith("arrow")) key = key.slice(5);
  const control = event.ctrlKey || event.metaKey;
  if (!control && !event.altKey) return key;
  return `${control ? "mod+" : ""}${event.altKey ? "alt+" : ""}${event.shiftKey ? "shift+" : ""}${key}`;
}

/** typing is true while keys go into a field, or one is on the way between the fields of what one writes: there single letters must not be commands. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest(".composer")) return true;
  if (target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
