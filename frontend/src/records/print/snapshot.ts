import type { Band } from "./paginate";

/** A page of the screen as it stood when it was to be printed. */
export interface Snapshot {
  title: string;
  lines: string[];
  node: HTMLElement;
  width: number;
  height: number;
  bands: Band[];
}

/** The last page that was taken, until another is. */
export const taken: { last?: Snapshot } = {};

// What is on the screen to be pressed, not to be read.
const hidden =
  "[data-print='hide'], .pagehead, .list__tools, .ant-dropdown, .ant-tooltip, .peek, input[type=file], .scroll__hint";
// Pages are not cut through these.
const whole =
  "[data-print-block], article, li, tr, svg, canvas, img, figure, h1, h2, h3, p, button, .card, .panel, [role=listitem], [role=row]";

/** takeSnapshot copies what a page shows, with everything one would have to scroll to. */
export function takeSnapshot(root: HTMLElement, title: string, lines: string[]): Snapshot {
  const node = copy(root);
  for (const each of node.querySelectorAll(hidden)) each.remove();
  const desk = document.createElement("div");
  desk.className = "snapshot snapshot--measured";
  desk.append(node);
  document.body.append(desk);
  const width = Math.max(root.clientWidth, node.scrollWidth);
  node.style.width = `${width}px`;
  const top = node.getBoundingClientRect().top;
  const height = node.scrollHeight;
  const bands = [...node.querySelectorAll(whole)].map((each) => {
    const box = each.getBoundingClientRect();
    return { from: box.top - top, to: box.bottom - top };
  });
  desk.remove();
  return { title, lines, node, width, height, bands };
}

// A copy in which nothing scrolls any more. Canvases become pictures, fields keep what is typed in them.
function copy(root: HTMLElement): HTMLElement {
  const node = root.cloneNode(true) as HTMLElement;
  const from = [root, ...root.querySelectorAll<HTMLElement>("*")];
  const to = [node, ...node.querySelectorAll<HTMLElement>("*")];
  from.forEach((each, at) => {
    const twin = to[at];
    if (!twin) return;
    const style = getComputedStyle(each);
    const scrolls = /auto|scroll/.test(`${style.overflowX} ${style.overflowY}`);
    if (scrolls || (each === root && style.overflow !== "visible")) unroll(each, twin, root);
    if (each instanceof HTMLCanvasElement) {
      const picture = document.createElement("img");
      picture.src = each.toDataURL();
      picture.style.cssText = `width:${each.clientWidth}px;height:${each.clientHeight}px`;
      twin.replaceWith(picture);
    }
    if (each instanceof HTMLInputElement && twin instanceof HTMLInputElement) twin.setAttribute("value", each.value);
    twin.removeAttribute("id");
  });
  node.style.height = "auto";
  node.style.maxHeight = "none";
  node.style.overflow = "visible";
  return node;
}

// What scrolls grows to what is in it, and so does all that holds it.
function unroll(each: HTMLElement, twin: HTMLElement, root: HTMLElement): void {
  twin.style.overflow = "visible";
  twin.style.maxHeight = "none";
  twin.style.height = "auto";
  twin.style.minHeight = "0";
  twin.style.flex = "none";
  if (each.scrollWidth > each.clientWidth + 1) twin.style.width = `${each.scrollWidth}px`;
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
}
