import { useEffect, useRef } from "react";

// What is between the names and the totals keeps at least this part of the width to scroll in.
const between = 0.3;

/**
 * useTotalsKept keeps the totals of a wide table in sight at its right edge, as the names are at its left, where both
 * leave room for what is between them. It says the cells where they stand; the style sheet lets them stay there.
 */
export function useTotalsKept() {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const place = ref.current;
    const table = place?.querySelector("table");
    if (!place || !table) return;
    const watch = new ResizeObserver(() => {
      const [name, ...cells] = table.querySelectorAll<HTMLElement>("tfoot th, tfoot .pivot__total");
      const widths = cells.map((cell) => cell.offsetWidth);
      let after = 0;
      for (let v = widths.length - 1; v >= 0; v--) {
        table.style.setProperty(`--after-${v}`, `${after}px`);
        after += widths[v] ?? 0;
      }
      const kept = (name?.offsetWidth ?? 0) + after <= place.clientWidth * (1 - between);
      place.toggleAttribute("data-kept", kept);
    });
    watch.observe(place);
    watch.observe(table);
    return () => watch.disconnect();
  }, []);
  return ref;
}
