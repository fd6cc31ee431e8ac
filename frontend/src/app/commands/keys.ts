import type { ParseKeys } from "i18next";

/** A key that a part of the page acts on by itself, as the arrows do in a list. It stands on the sheet of shortcuts. */
export interface OwnKey {
  keys: string;
  label: ParseKeys;
}

/** Keys of the parts of a page, by the part. */
export const ownKeys: { title: ParseKeys; keys: OwnKey[] }[] = [
  {
    title: "keys.list",
    keys: [
      { keys: "↑ ↓ ← →", label: "keys.move" },
      { keys: "mod+↑ ↓ ← →", label: "keys.toEnds" },
      { keys: "j", label: "keys.down" },
      { keys: "k", label: "keys.up" },
      { keys: "space", label: "keys.openPeek" },
      { keys: "mod+enter", label: "keys.openPage" },
      { keys: "enter", label: "keys.editCell" },
      { keys: "x", label: "keys.select" },
      { keys: "shift+↓", label: "keys.selectRange" },
      { keys: "mod+a", label: "keys.selectAll" },
      { keys: "delete", label: "keys.clearCells" },
      { keys: "alt+← →", label: "keys.moveColumn" },
      { keys: "escape", label: "keys.close" },
    ],
  },
  {
    title: "keys.quick",
    keys: [
      { keys: "enter", label: "keys.saveForm" },
      { keys: "mod+enter", label: "keys.saveAnother" },
      { keys: "shift+enter", label: "keys.allFields" },
      { keys: "escape", label: "keys.close" },
    ],
  },
  {
    title: "keys.board",
    keys: [
      { keys: "↑ ↓ ← →", label: "keys.toCard" },
      { keys: "space", label: "keys.lift" },
      { keys: "enter", label: "keys.openPeek" },
      { keys: "mod+enter", label: "keys.openPage" },
      { keys: "escape", label: "keys.putBack" },
    ],
  },
  {
    title: "keys.form",
    keys: [
      { keys: "mod+enter", label: "keys.saveForm" },
      { keys: "mod+shift+enter", label: "keys.saveNew" },
      { keys: "escape", label: "keys.close" },
    ],
  },
  {
    title: "today.title",
    keys: [
      { keys: "j", label: "keys.down" },
      { keys: "k", label: "keys.up" },
      { keys: "enter", label: "action.open" },
      { keys: "d", label: "today.done" },
      { keys: "p", label: "today.postpone" },
      { keys: "s", label: "today.snooze" },
    ],
  },
];
