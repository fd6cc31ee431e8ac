// The tallest thing an engine lays out; Chromium ends at 33.5 million pixels, WebKit and Firefox sooner or no later.
const tallest = 16_000_000;

/** A stretch is how a list is scrolled that may be taller than an engine lays out: then a pixel of scrolling is more than one of the list. */
export interface Stretch {
  /** height of what is scrolled, and how much of it a row takes */
  height: number;
  step: number;
  /** reach is how many pixels of the list lie above what is in sight when the grid is scrolled so far down. */
  reach(scrollTop: number): number;
  /** top is where a row is drawn when the grid is scrolled so far down; one that is far away stays within the height. */
  top(row: number, scrollTop: number): number;
  /** scroll is how far down the grid is scrolled when so many pixels of the list lie above. */
  scroll(above: number): number;
}

/** isTall tells of rows that an engine would not lay out. */
export const isTall = (count: number, rowHeight: number): boolean => count * rowHeight > tallest;

/** stretchOf lays out rows of one height; room is how much of them is in sight. */
export function stretchOf(count: number, rowHeight: number, room: number): Stretch {
  const full = count * rowHeight;
  const height = Math.min(full, tallest);
  const ratio = height < full ? (full - room) / (height - room) : 1;
  return {
    height,
    step: count > 0 ? height / count : rowHeight,
    reach: (scrollTop) => scrollTop * ratio,
    top: (row, scrollTop) =>
      ratio === 1
        ? row * rowHeight
        : Math.max(0, Math.min(row * rowHeight + scrollTop - scrollTop * ratio, height - rowHeight)),
    scroll: (above) => above / ratio,
  };
}
