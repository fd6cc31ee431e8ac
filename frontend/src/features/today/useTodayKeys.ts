import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { composing, typing } from "@/lib/keyboard";
import { keyOf, leadsTo, type TodayItem } from "./items";

export type Opened = { key: string; what: "talk" | "move" };

export interface TodayKeys {
  /** Item that keys act on. */
  at?: string;
  opened?: Opened;
  setAt: (key: string) => void;
  open: (what?: Opened) => void;
  /** Ends with an item; the one after it takes its place. */
  leave: (key: string) => void;
  place: React.RefObject<HTMLDivElement | null>;
  /** Set by the row that holds S. */
  later: React.RefObject<((item: TodayItem) => void) | null>;
}

/** useTodayKeys moves through the page by J and K, opens by Enter, closes by D, moves by P, puts off by S. */
export function useTodayKeys(items: TodayItem[]): TodayKeys {
  const navigate = useNavigate();
  const [at, setAt] = useState<string>();
  const [opened, open] = useState<Opened>();
  const place = useRef<HTMLDivElement>(null);
  const later = useRef<((item: TodayItem) => void) | null>(null);
  const rows = useRef(items);
  rows.current = items;
  const now = useRef({ at, opened });
  now.current = { at, opened };

  const focus = (item: TodayItem | undefined) => {
    if (!item) return;
    setAt(keyOf(item));
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(keyOf(item))}"]`)?.focus(),
    );
  };
  const focusNow = useRef(focus);
  focusNow.current = focus;

  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (event.defaultPrevented || composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing(event.target) || covered()) return;
      const list = rows.current;
      const here = list.findIndex((item) => keyOf(item) === now.current.at);
      const item = list[here];
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      // A button under the focus has an Enter of its own.
      const onRow = event.target instanceof HTMLElement && event.target.dataset.item !== undefined;
      const act = actions[key];
      if (!act || list.length === 0) return;
      if (key === "Enter" && !onRow) return;
      if (act !== "down" && act !== "up" && !item) return;
      event.preventDefault();
      if (act === "down") focusNow.current(list[Math.min(list.length - 1, here + 1)]);
      else if (act === "up") focusNow.current(list[Math.max(0, here - 1)]);
      else if (!item) return;
      else if (act === "open") {
        const to = leadsTo(item);
        void navigate({ to: "/records/$entity/$id", params: to });
      } else if (act === "later") later.current?.(item);
      else if (item.kind !== "order") open({ key: keyOf(item), what: act });
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [navigate]);

  return {
    at,
    opened,
    setAt,
    open: (what) => {
      open(what);
      // What was opened by a key gives the focus back to its row.
      if (!what && now.current.opened) {
        const key = now.current.opened.key;
        focus(rows.current.find((item) => keyOf(item) === key));
      }
    },
    leave: (key) => {
      open(undefined);
      const list = rows.current;
      const here = list.findIndex((item) => keyOf(item) === key);
      focus(list[here + 1] ?? list[here - 1]);
    },
    place,
    later,
  };
}

const actions: { [key: string]: "down" | "up" | "open" | "talk" | "move" | "later" } = {
  j: "down",
  ArrowDown: "down",
  k: "up",
  ArrowUp: "up",
  Enter: "open",
  d: "talk",
  p: "move",
  s: "later",
};

function covered(): boolean {
  return (
    document.querySelector(
      ".ant-drawer-open, .ant-modal-wrap:not([style*='display: none']), .palette, .ant-popover:not(.ant-popover-hidden)",
    ) !== null
  );
}
