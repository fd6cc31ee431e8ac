import { useEffect, useRef } from "react";
import { create } from "zustand";
import { composing, keyOf, typing } from "@/lib/keyboard";
import type { Command } from "./registry";

// A forgotten G must not turn a key pressed much later into a jump.
const patience = 4000;

/** The first key of a sequence that waits for its second: G. */
export const usePending = create<{ first?: string }>(() => ({}));

/** useShortcuts lets keys do what the commands do. Single letters never act while somebody types. */
export function useShortcuts(commands: () => Command[]): void {
  const list = useRef(commands);
  list.current = commands;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      clearTimeout(timer);
      if (usePending.getState().first !== undefined) usePending.setState({ first: undefined });
    };
    const wait = (first: string) => {
      usePending.setState({ first });
      timer = setTimeout(forget, patience);
    };
    const heard = (event: KeyboardEvent) => {
      if (composing(event) || event.defaultPrevented) return;
      const key = keyOf(event);
      if (key === undefined) return;
      const bare = !/^(mod|alt)\+/.test(key);
      // In a field single letters are letters, and Ctrl+Z undoes typing, not records.
      if (
        (bare || /^mod\+(shift\+)?z$/.test(key) || key.startsWith("alt+")) &&
        (typing(event.target) || covered(event.target))
      )
        return;
      const { first } = usePending.getState();
      forget();
      const pressed = first === undefined ? key : `${first} ${key}`;
      const command = list.current().find((each) => each.keys === pressed);
      if (command) {
        event.preventDefault();
        command.run();
      } else if (first !== undefined) {
        // Whatever was pressed after G was meant for it, Esc among others.
        event.preventDefault();
      } else if (key === "g") wait(key);
    };
    window.addEventListener("keydown", heard);
    window.addEventListener("pointerdown", forget);
    return () => {
      forget();
      window.removeEventListener("keydown", heard);
      window.removeEventListener("pointerdown", forget);
    };
  }, []);
}

// Under a dialog the page is not what keys are meant for.
function covered(target: EventTarget | null): boolean {
  const over = ".ant-drawer, .ant-modal, .ant-dropdown, .palette, [role='listbox'], [role='menu']";
  if (target instanceof HTMLElement && target.closest(over)) return true;
  return document.querySelector(".ant-drawer-open, .ant-modal-wrap:not([style*='display: none']), .palette") !== null;
}
