import { type KeyboardEvent, useEffect, useRef } from "react";
import { composing, keyOf, typing } from "@/lib/keyboard";
import { keysOf } from "@/ui/shortcuts";
import { type DataGridProps, narrowest, nextSort, type Place } from "./grid";
import { cellsBetween } from "./range";
import { anchorOf, everything, nothing, toggle } from "./selection";

interface Keys extends DataGridProps {
  active: Place;
  /** The other corner of the block of cells, if there is one. */
  from: Place | undefined;
  /** Goes to a place; with `reach` the block of cells is drawn up to it. */
  go: (place: Place, reach?: boolean) => void;
  edit: (place: Place) => void;
  /** How wide the columns are. */
  wide: readonly number[];
  widen: (column: string, width: number) => void;
  /** Rows in one screen. */
  page: number;
}

/** useGridKeys makes the grid usable without a mouse. */
export function useGridKeys(keys: Keys) {
  const { active, from, items, columns, selection, handlers } = keys;
  useTakenUp(
    () => items.count > 0 && keys.opened === undefined && keys.go({ ...active, row: Math.max(0, active.row) }),
  );
  const lastRow = items.count - 1;
  const lastColumn = columns.length;

  return (event: KeyboardEvent) => {
    if (composing(event) || typing(event.target)) return;
    const item = active.row >= 0 && active.row < items.count ? items.at(active.row) : undefined;
    const row = item?.row;
    const act = (does: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      does();
    };
    const control = event.ctrlKey || event.metaKey;
    const to = (at: number, column: number, reach = false) =>
      keys.go(
        { row: Math.max(reach ? 0 : -1, Math.min(lastRow, at)), column: Math.max(0, Math.min(lastColumn, column)) },
        reach,
      );
    const select = (range: boolean) => {
      if (keys.readOnly || !row) return;
      const anchor = anchorOf(selection, items);
      if (range && anchor !== undefined) keys.onRows(anchor, active.row);
      else keys.onSelection(toggle(selection, row.id, active.row));
    };
    // With Shift, arrows in the column of check boxes select rows, elsewhere they draw a block of cells. With Ctrl they go
    // as far as there is something.
    const step = (rows: number, across: number) => {
      const far = control ? Math.max(lastRow, lastColumn) : 1;
      const next = Math.max(0, Math.min(lastRow, active.row + rows * far));
      if (!event.shiftKey) to(control ? next : active.row + rows, active.column + across * far);
      else if (active.column > 0) to(next, Math.max(1, active.column + across * far), true);
      else if (rows !== 0 && !keys.readOnly) {
        keys.onRows(anchorOf(selection, items) ?? active.row, next);
        to(next, 0);
      }
    };

    // Home and End: the box before a record is no cell that a block could begin with.
    const ends = (row: number, column: number) =>
      event.shiftKey && active.column > 0 ? to(row, Math.max(1, column), true) : to(row, column);

    if (active.row === -1 && heading(event, keys, act)) return;
    // Alt with an arrow goes back and forward.
    if (event.altKey && event.key.startsWith("Arrow")) return;
    if (item?.group && onGroup(event, item.group.open, act, () => keys.onGroup?.(item.group.key))) return;
    switch (event.key) {
      case "ArrowDown":
        act(() => step(1, 0));
        return;
      case "ArrowUp":
        act(() => step(-1, 0));
        return;
      case "ArrowRight":
        act(() => step(0, 1));
        return;
      case "ArrowLeft":
        act(() => step(0, -1));
        return;
      case "Home":
        act(() => ends(control ? 0 : active.row, 0));
        return;
      case "End":
        act(() => ends(control ? lastRow : active.row, lastColumn));
        return;
      case "PageDown":
        act(() => step(keys.page, 0));
        return;
      case "PageUp":
        act(() => step(-Math.min(keys.page, active.row), 0));
        return;
      case " ":
        if (!row) return;
        if (active.column === 0) act(() => select(event.shiftKey));
        else act(() => handlers.open(row));
        return;
      case "Enter":
        if (!row) return;
        if (control) act(() => handlers.openPage(row));
        else if (active.column === 0) act(() => select(event.shiftKey));
        else if (active.column === 1) act(() => handlers.open(row));
        else act(() => keys.edit(active));
        return;
      case "F2":
        if (row && active.column > 0) act(() => keys.edit(active));
        return;
      case "Delete":
      case "Backspace":
        if (keys.onClear && active.column > 0 && active.row >= 0) {
          const clear = keys.onClear;
          act(() => clear(cellsBetween(from ?? active, active)));
        }
        return;
      case "Escape":
        if (from) act(() => keys.go(active));
        else if (selection.all || selection.ids.size > 0) act(() => keys.onSelection(nothing));
        return;
    }
    if (control && event.key.toLowerCase() === "a" && !keys.readOnly) {
      act(() => keys.onSelection({ ...everything, anchor: 0 }));
      return;
    }
    if (control || event.altKey || event.metaKey) return;
    const letter = event.key.toLowerCase();
    if (letter === "j") act(() => to(active.row + 1, active.column));
    else if (letter === "k") act(() => to(Math.max(0, active.row - 1), active.column));
    else if (letter === "x" && row) act(() => select(event.shiftKey));
    else if (row && keyOf(event.nativeEvent) === keysOf("record.edit")) act(() => handlers.edit(row));
  };
}

// On the heading of a group Enter opens and closes it, as do right and left. True when the key was used.
function onGroup(event: KeyboardEvent, open: boolean, act: (does: () => void) => void, turn: () => void): boolean {
  const opens = event.key === "ArrowRight" && !open;
  const closes = event.key === "ArrowLeft" && open;
  if (event.shiftKey || !(event.key === "Enter" || event.key === " " || opens || closes)) return false;
  act(turn);
  return true;
}

// On a heading Enter sorts; Alt with an arrow moves the column, with Shift too it changes the width. True when the key was used.
function heading(event: KeyboardEvent, keys: Keys, act: (does: () => void) => void): boolean {
  const at = keys.active.column - 1;
  const column = keys.columns[at];
  if (event.key === "ArrowUp") return true;
  if (!column) return false;
  if ((event.key === "Enter" || event.key === " ") && column.sortable) {
    act(() => keys.onSort(nextSort(keys.sort, column.id, event.shiftKey)));
    return true;
  }
  const way = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
  if (!event.altKey || way === 0) return false;
  if (event.shiftKey) {
    act(() => keys.widen(column.id, Math.max(narrowest, (keys.wide[at] ?? column.width) + way * 16)));
    return true;
  }
  const target = at + way;
  if (at > 0 && target >= 1 && target < keys.columns.length) {
    act(() => {
      keys.onMove(column.id, target);
      keys.go({ row: -1, column: target + 1 });
    });
  }
  return true;
}

const over =
  ".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open, .ant-dropdown:not(.ant-dropdown-hidden), .palette";

// Who comes to a list by keys goes on by keys: with nothing in focus, J, K and the arrows take up the cell one was at.
function useTakenUp(take: () => unknown): void {
  const now = useRef(take);
  now.current = take;
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const heard = (event: globalThis.KeyboardEvent) => {
      if (event.target !== document.body || composing(event) || !/^(j|k|up|down)$/.test(keyOf(event) ?? "")) return;
      // After all who listen: the K of G K is meant for another page.
      waiting = setTimeout(() => {
        const free = !event.defaultPrevented && document.activeElement === document.body;
        if (free && document.querySelector(over) === null) now.current();
      });
    };
    window.addEventListener("keydown", heard);
    return () => {
      clearTimeout(waiting);
      window.removeEventListener("keydown", heard);
    };
  }, []);
}
