import { narrowest } from "./grid";

const widest = 480;
// Room around the words of a cell, and what a heading has besides: order and menu.
const around = 22;
const marks = 34;

/** fitWidth is the width at which everything in sight in a column can be read. */
export function fitWidth(grid: HTMLElement, column: number): number {
  let width = narrowest;
  for (const cell of grid.querySelectorAll(`[data-place$=":${column + 1}"]`)) {
    const words = cell.querySelector<HTMLElement>(".grid__content, .grid__name");
    if (!words) continue;
    const heading = words.classList.contains("grid__name");
    width = Math.max(width, wide(words) + around + (heading ? marks : 0));
  }
  return Math.min(widest, Math.ceil(width));
}

// How wide the words would be with room enough.
function wide(words: HTMLElement): number {
  const range = document.createRange();
  range.selectNodeContents(words);
  return Math.max(words.scrollWidth > words.clientWidth ? words.scrollWidth : 0, range.getBoundingClientRect().width);
}
