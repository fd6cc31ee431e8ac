/** composing is true while an input method is at work: its Enter, Esc and arrows are not ours. */
export function composing(event: { nativeEvent?: Event; isComposing?: boolean; keyCode?: number }): boolean {
  const native = (event.nativeEvent ?? event) as { isComposing?: boolean; keyCode?: number };
  return native.isComposing === true || native.keyCode === 229;
}

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** showKeys writes a shortcut as it stands on this machine's keys: "mod+k" → Ctrl K or ⌘K. */
export function showKeys(keys: string): string {
  return keys
    .split(" ")
    .map((step) =>
      step
        .split("+")
        .map((key) => names[key] ?? key.toUpperCase())
        .join(mac ? "" : "+"),
    )
    .join(" ");
}

const names: { [key: string]: string } = {
  mod: mac ? "⌘" : "Ctrl",
  shift: mac ? "⇧" : "Shift",
  alt: mac ? "⌥" : "Alt",
  enter: "Enter",
  escape: "Esc",
  space: "Space",
};

/** typing is true while keys go into a field, where single letters must not be commands. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
