import type { Band } from "./paginate";

/** A page of the screen as it stood when it was to be printed. */
export interface Snapshot {
  title: string;
  lines: string[];
  node: HTMLElement;
  width: number;
  height: number;
  bands: Band[];
  /** The heads of columns that go on over several pages: they stand again on every one. */
  head?: Band;
  /** Some of it was not drawn on the screen, and is not here either. */
  cut: boolean;
}

/** The last page that was taken, until another is. */
export const taken: { last?: Snapshot } = {};

// What is on the screen to be pressed, not to be read.
const hidden =
  "[data-print='hide'], .pagehead, .list__tools, .iconbutton, .ant-btn, .ant-segmented, .ant-dropdown, .ant-tooltip, .peek, input[type=file], .scroll__hint, .calendarfoot";
// Pages are not cut through these.
const whole =
  "[data-print-block], article, section, li, tr, svg, canvas, img, figure, h1, h2, h3, p, button, .card, .panel, [role=listitem], [role=row]";

/** takeSnapshot copies what a page shows, with everything one would have to scroll to. */
export function takeSnapshot(root: HTMLElement, title: string, lines: string[]): Snapshot {
  const { node, cut } = copy(root);
  for (const each of node.querySelectorAll(hidden)) each.remove();
  const desk = document.createElement("div");
  desk.className = "snapshot snapshot--measured";
  desk.append(node);
  // As wide as it stood: long texts are not laid out in one line without end.
  node.style.width = `${root.clientWidth}px`;
  document.body.append(desk);
  const width = Math.max(root.clientWidth, node.scrollWidth);
  node.style.width = `${width}px`;
  freeze(node);
  const top = node.getBoundingClientRect().top;
  const height = Math.min(node.scrollHeight, drawnHeight(node) + 8);
  const bands = [...node.querySelectorAll(whole)].map((each) => {
    const box = each.getBoundingClientRect();
    return { from: box.top - top, to: box.bottom - top };
  });
  const heads = [...node.querySelectorAll("[data-print-head]")].map((each) => each.getBoundingClientRect());
  const head = heads.length > 0 ? headOf(heads, top) : undefined;
  desk.remove();
  return { title, lines, node, width, height, bands, head, cut };
}

// What style sheets make depend on the width of the window: on paper that is another, and the copy stays as it stood.
const depends = [
  ...["display", "order", "flex", "flex-flow", "gap", "align-items", "justify-content"],
  ...["grid-template-columns", "grid-auto-flow", "grid-area"],
  ...["padding", "margin", "border-right-width", "font-size", "white-space"],
];

const narrow = 190;

function freeze(node: HTMLElement) {
  const all = [...node.querySelectorAll<HTMLElement>("*")].filter((each) => each instanceof HTMLElement);
  const styles = all.map((each) => {
    const now = getComputedStyle(each);
    // Words keep the room to be a little wider in print.
    const holds = each.childElementCount > 0 && now.display !== "inline" && each.offsetWidth > narrow;
    const kept = holds ? [...depends, "width"] : depends;
    return kept.map((name) => `${name}:${now.getPropertyValue(name)}`).join(";");
  });
  all.forEach((each, at) => {
    each.style.cssText += `;${styles[at]}`;
  });
}

function headOf(heads: DOMRect[], top: number): Band {
  return {
    from: Math.min(...heads.map((each) => each.top)) - top,
    to: Math.max(...heads.map((each) => each.bottom)) - top,
  };
}

// A copy in which nothing scrolls any more. Canvases become pictures, fields keep what is typed in them.
function copy(root: HTMLElement): { node: HTMLElement; cut: boolean } {
  let cut = false;
  const node = root.cloneNode(true) as HTMLElement;
  const from = [root, ...root.querySelectorAll<HTMLElement>("*")];
  const to = [node, ...node.querySelectorAll<HTMLElement>("*")];
  from.forEach((each, at) => {
    const twin = to[at];
    if (!twin) return;
    if (overflows(each)) cut = unroll(each, twin, root) || cut;
    if (each instanceof HTMLCanvasElement) {
      const picture = document.createElement("img");
      picture.src = each.toDataURL();
      picture.style.cssText = `width:${each.clientWidth}px;height:${each.clientHeight}px`;
      twin.replaceWith(picture);
    }
    if (each.classList.contains("ant-select")) {
      // What was chosen is to be read, that one may choose is not.
      const chosen = document.createElement("strong");
      chosen.textContent = each.innerText.trim();
      twin.replaceWith(chosen);
    }
    if (each instanceof HTMLInputElement && twin instanceof HTMLInputElement) twin.setAttribute("value", each.value);
    twin.removeAttribute("id");
  });
  // A page that fits its window stays as high as it is: parts of it may share out that height among themselves.
  const fits = !from.some(overflows);
  node.style.height = fits ? `${root.clientHeight}px` : "auto";
  node.style.minHeight = `${root.clientHeight}px`;
  node.style.maxHeight = "none";
  node.style.overflow = "visible";
  const { fontSize, lineHeight } = getComputedStyle(root); // paper has another size
  Object.assign(node.style, { fontSize, lineHeight });
  return { node, cut };
}

// What is hidden by less than a line is not worth growing for.
const slack = 16;

function overflows(each: HTMLElement): boolean {
  if (each.scrollHeight <= each.clientHeight + slack && each.scrollWidth <= each.clientWidth + slack) return false;
  const { overflowX, overflowY } = getComputedStyle(each);
  return /auto|scroll/.test(`${overflowX} ${overflowY}`);
}

// What scrolls grows to what is in it, and so does all that holds it. Long lists draw only what one sees of them:
// then it grows no further than that. True when something is left out so.
function unroll(each: HTMLElement, twin: HTMLElement, root: HTMLElement): boolean {
  twin.style.overflow = "visible";
  twin.style.maxHeight = "none";
  twin.style.height = "auto";
  twin.style.minHeight = "0";
  twin.style.flex = "none";
  twin.style.contain = "none";
  if (each.scrollWidth > each.clientWidth + 1) twin.style.width = `${each.scrollWidth}px`;
  const drawn = drawnHeight(each);
  const cut = drawn < each.scrollHeight - 60;
  if (cut) {
    twin.style.height = `${drawn + 8}px`;
    twin.style.overflow = "hidden";
  }
  let above: HTMLElement | null = each.parentElement;
  let copyAbove: HTMLElement | null = twin.parentElement;
  while (above && copyAbove && root.contains(above)) {
    copyAbove.style.overflow = "visible";
    if (above.clientHeight < window.innerHeight) {
      copyAbove.style.height = "auto";
      copyAbove.style.maxHeight = "none";
    }
    above = above.parentElement;
    copyAbove = copyAbove.parentElement;
  }
  return cut;
}

// How far down something is drawn: to the end of the lowest thing that holds nothing else.
function drawnHeight(each: HTMLElement): number {
  const top = each.getBoundingClientRect().top - each.scrollTop;
  let lowest = 0;
  for (const part of each.querySelectorAll("*"))
    if (part.childElementCount === 0) lowest = Math.max(lowest, part.getBoundingClientRect().bottom - top);
  return lowest;
}
