// Where each list stood, by its place in the browser's history: going back finds the list as it was left.
const places = new Map<string, number>();

function keyOf(label: string): string {
  const state = window.history.state as { __TSR_index?: number } | null;
  return `${state?.__TSR_index ?? 0} ${label}`;
}

/** leavePlace remembers how far down a list is. */
export function leavePlace(label: string, top: number): void {
  places.set(keyOf(label), top);
}

let steppedBack = false;
if (typeof window !== "undefined") {
  // Before the router hears of it and shows the page.
  const heard = () => {
    steppedBack = true;
    setTimeout(() => {
      steppedBack = false;
    }, 2000);
  };
  window.addEventListener("popstate", heard, { capture: true });
}

/** placeLeft tells how far down the list was when one comes back to it; 0 when it is opened anew. */
export function placeLeft(label: string): number {
  return steppedBack ? (places.get(keyOf(label)) ?? 0) : 0;
}
