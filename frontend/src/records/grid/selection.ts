/** What is selected: single rows, or everything that matches the filter. */
export interface Selection {
  all: boolean;
  ids: ReadonlySet<string>;
  /** Row from which a Shift range is drawn. */
  anchor?: number;
}

export const nothing: Selection = { all: false, ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id);
}

/** toggle turns one row on or off; with `range` everything between the anchor and the row is turned on. */
export function toggle(selection: Selection, loaded: readonly { id: string }[], at: number, range: boolean): Selection {
  const row = loaded[at];
  if (!row) return selection;
  // Leaving "all matching" means falling back to what can be seen.
  const ids = new Set(selection.all ? loaded.map((each) => each.id) : selection.ids);
  if (range && selection.anchor !== undefined) {
    const from = Math.min(selection.anchor, at);
    const to = Math.max(selection.anchor, at);
    for (const each of loaded.slice(from, to + 1)) ids.add(each.id);
    return { all: false, ids, anchor: selection.anchor };
  }
  if (ids.has(row.id)) ids.delete(row.id);
  else ids.add(row.id);
  return { all: false, ids, anchor: at };
}

/** toggleLoaded selects all loaded rows, or nothing if they all were. */
export function toggleLoaded(selection: Selection, loaded: readonly { id: string }[]): Selection {
  const full = selection.all || (loaded.length > 0 && loaded.every((row) => selection.ids.has(row.id)));
  return full ? nothing : { all: false, ids: new Set(loaded.map((row) => row.id)) };
}
