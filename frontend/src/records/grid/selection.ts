/** What is selected: single rows; or everything that matches the filter, but for a few left out. */
export interface Selection {
  all: boolean;
  /** The rows selected, or those left out when all are. */
  ids: ReadonlySet<string>;
  /** Row from which a Shift range is drawn, and its record: rows may come in above it. */
  anchor?: number;
  anchorId?: string;
}

export const nothing: Selection = { all: false, ids: new Set() };
export const everything: Selection = { all: true, ids: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.all !== selection.ids.has(id);
}

/** countSelected says how many of a list are selected. */
export function countSelected(selection: Selection, total: number): number {
  return selection.all ? Math.max(0, total - selection.ids.size) : selection.ids.size;
}

/** toggle turns one row on or off. */
export function toggle(selection: Selection, id: string, at: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: selection.all, ids, anchor: at, anchorId: id };
}

/** anchorOf is the row from which a Shift range is drawn, as the list stands now. */
export function anchorOf(selection: Selection, items: { find(id: string): number }): number | undefined {
  const at = selection.anchorId === undefined ? -1 : items.find(selection.anchorId);
  return at >= 0 ? at : selection.anchor;
}

/** extend turns on all rows of a range; the anchor stays, so that the range can be drawn again. */
export function extend(selection: Selection, range: readonly string[]): Selection {
  const ids = new Set(selection.ids);
  for (const id of range) {
    if (selection.all) ids.delete(id);
    else ids.add(id);
  }
  return { ...selection, ids };
}
