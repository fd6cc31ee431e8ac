import type { KeyboardEvent } from "react";
import { composing, typing } from "@/lib/keyboard";
import { type DataGridProps, nextSort, type Place } from "./grid";
import { nothing, toggle } from "./selection";

interface Keys extends DataGridProps {
  active: Place;
  go: (place: Place) => void;
  edit: (place: Place) => void;
  /** Rows in one screen. */
  page: number;
}

/** useGridKeys makes the grid usable without a mouse. */
export function useGridKeys(keys: Keys) {
  const { active, go, rows, columns, selection, handlers } = keys;
  const lastRow = rows.length - 1;
  const lastColumn = columns.length;

  const to = (row: number, column: number) =>
    go({ row: Math.max(-1, Math.min(lastRow, row)), column: Math.max(0, Math.min(lastColumn, column)) });

  return (event: KeyboardEvent) => {
    if (composing(event) || typing(event.target)) return;
    const row = rows[active.row];
    const act = (does: () => void) => {
      event.preventDefault();
      event.stopPropagation();
      does();
    };
    const control = event.ctrlKey || event.metaKey;
    const select = (at: number, range: boolean) => {
      if (!keys.readOnly) keys.onSelection(toggle(selection, rows, at, range));
    };

    if (active.row === -1 && heading(event, keys, act)) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const next = active.row + (event.key === "ArrowDown" ? 1 : -1);
        act(() => {
          if (event.shiftKey && row && next >= 0) {
            if (selection.anchor === undefined) select(active.row, false);
            keys.onSelection(
              toggle({ ...selection, anchor: selection.anchor ?? active.row }, rows, Math.min(next, lastRow), true),
            );
          }
          to(next, active.column);
        });
        return;
      }
      case "ArrowRight":
        act(() => to(active.row, active.column + 1));
        return;
      case "ArrowLeft":
        act(() => to(active.row, active.column - 1));
        return;
      case "Home":
        act(() => to(control ? 0 : active.row, 0));
        return;
      case "End":
        act(() => to(control ? lastRow : active.row, lastColumn));
        return;
      case "PageDown":
        act(() => to(active.row + keys.page, active.column));
        return;
      case "PageUp":
        act(() => to(Math.max(0, active.row - keys.page), active.column));
        return;
      case " ":
        if (!row) return;
        if (active.column === 0) act(() => select(active.row, event.shiftKey));
        else act(() => handlers.open(row, active.row));
        return;
      case "Enter":
        if (!row) return;
        if (control) act(() => handlers.openPage(row));
        else if (active.column === 0) act(() => select(active.row, event.shiftKey));
        else if (active.column === 1 && !columns[0]?.editable) act(() => handlers.open(row, active.row));
        else act(() => keys.edit(active));
        return;
      case "F2":
        if (row && active.column > 0) act(() => keys.edit(active));
        return;
      case "Escape":
        if (selection.all || selection.ids.size > 0) act(() => keys.onSelection(nothing));
        return;
    }
    if (control && event.key.toLowerCase() === "a" && !keys.readOnly) {
      act(() => keys.onSelection({ all: false, ids: new Set(rows.map((each) => each.id)) }));
      return;
    }
    if (control || event.altKey || event.metaKey) return;
    if (event.key === "j") act(() => to(active.row + 1, active.column));
    else if (event.key === "k") act(() => to(active.row - 1, active.column));
    else if (event.key === "x" && row) act(() => select(active.row, event.shiftKey));
    else if (event.key === "e" && row) act(() => handlers.edit(row));
  };
}

// On a heading Enter sorts, Alt with an arrow moves the column. True when the key was used.
function heading(event: KeyboardEvent, keys: Keys, act: (does: () => void) => void): boolean {
  const at = keys.active.column - 1;
  const column = keys.columns[at];
  if (event.key === "ArrowUp") return true;
  if (!column) return false;
  if ((event.key === "Enter" || event.key === " ") && column.sortable) {
    act(() => keys.onSort(nextSort(keys.sort, column.id, event.shiftKey)));
    return true;
  }
  if (event.altKey && at > 0 && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const target = at + (event.key === "ArrowLeft" ? -1 : 1);
    if (target >= 1 && target < keys.columns.length) {
      act(() => {
        keys.onMove(column.id, target);
        keys.go({ row: -1, column: target + 1 });
      });
    }
    return true;
  }
  return false;
}
