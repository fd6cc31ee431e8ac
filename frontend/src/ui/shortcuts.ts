import { create } from "zustand";
import { stored } from "@/lib/stored";

/** The keys commands answer to from the start, by the command; "" is none. These a person may change. */
export const usualKeys = {
  palette: "mod+k",
  "list.filter": "/",
  create: "c",
  "record.edit": "e",
  "record.followUp": "f",
  undo: "mod+z",
  "page.redo": "mod+shift+z",
  keys: "?",
  back: "alt+left",
  forward: "alt+right",
  fold: "mod+\\",
  theme: "",
  "list.export": "",
} as const;

export type KeyedCommand = keyof typeof usualKeys;

type Own = { [command in KeyedCommand]?: string };

/** The keys a person has chosen, on this machine. */
export const useOwnKeys = create<{ own: Own }>(() => ({ own: stored.get<Own>("keys") ?? {} }));

stored.listen("keys", () => useOwnKeys.setState({ own: stored.get<Own>("keys") ?? {} }));

/** keysOf are the keys a command answers to now; undefined for none. */
export function keysOf(command: KeyedCommand): string | undefined {
  return (useOwnKeys.getState().own[command] ?? usualKeys[command]) || undefined;
}

/** useKeysOf is keysOf for what shows them. */
export function useKeysOf(command: KeyedCommand): string | undefined {
  return useOwnKeys((keys) => (keys.own[command] ?? usualKeys[command]) || undefined);
}

/** chooseKeys lets a command answer to other keys, to none (""), or to the usual ones again (undefined). */
export function chooseKeys(command: KeyedCommand, keys: string | undefined): void {
  const { [command]: _, ...own } = useOwnKeys.getState().own;
  keep(keys === undefined || keys === usualKeys[command] ? own : { ...own, [command]: keys });
}

/** forgetKeys gives every command its usual keys. */
export function forgetKeys(): void {
  keep({});
}

function keep(own: Own): void {
  stored.set("keys", own);
  useOwnKeys.setState({ own });
}

// Keys of writing, of the browser and of the system.
const taken = /^mod\+(shift\+)?([acvxntwrq]|tab|enter|f4)$|^alt\+(f4|tab)$/;

/** fitsAsKeys says whether keys can be a shortcut at all: one sign by itself, or anything with Ctrl or Alt that is free. */
export function fitsAsKeys(keys: string): boolean {
  if (keys === "g" || taken.test(keys)) return false;
  return /^(mod|alt)\+/.test(keys) ? true : /^(f\d{1,2}|[^\s\p{Lo}])$/u.test(keys);
}
