import { useEffect, useRef } from "react";
import { composing, typing } from "@/lib/keyboard";
import type { Command } from "./registry";

// After G the letter must follow soon, or a forgotten G would turn the next key into a jump.
const patience = 1500;

/** useShortcuts lets keys do what the commands do. Single letters never act while somebody types. */
export function useShortcuts(commands: () => Command[]): void {
  const list = useRef(commands);
  list.current = commands;
  useEffect(() => {
    let first: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      first = undefined;
      clearTimeout(timer);
    };
    const heard = (event: KeyboardEvent) => {
      if (composing(event) || event.defaultPrevented) return;
      const key = keyOf(event);
      if (key === undefined) return;
      const bare = !key.startsWith("mod+");
      if (bare && (typing(event.target) || covered(event.target))) return;
      // Ctrl+Z in a field undoes typing, not records.
      if (key === "mod+z" && (typing(event.target) || covered(event.target))) return;
      const pressed = first === undefined ? key : `${first} ${key}`;
      const command = list.current().find((each) => each.keys === pressed);
      const waits = first === undefined && key === "g";
      forget();
      if (command) {
        event.preventDefault();
        command.run();
      } else if (waits) {
        first = "g";
        timer = setTimeout(forget, patience);
      }
    };
    window.addEventListener("keydown", heard);
    return () => {
      forget();
      window.removeEventListener("keydown", heard);
    };
  }, []);
}

function keyOf(event: KeyboardEvent): string | undefined {
  if (["Control", "Shift", "Alt", "Meta"].includes(event.key) || event.altKey) return undefined;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return event.shiftKey ? `mod+shift+${key}` : `mod+${key}`;
  return key;
}

// Under a dialog the page is not what keys are meant for.
function covered(target: EventTarget | null): boolean {
  if (target instanceof HTMLElement && target.closest(".ant-drawer, .ant-modal, .palette, [role='listbox']"))
    return true;
  return document.querySelector(".ant-drawer-open, .ant-modal-wrap:not([style*='display: none']), .palette") !== null;
}
