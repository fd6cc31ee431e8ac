import { sizes, sizesFor } from "@/ui/tokens";

/** Lines of a card below its title. */
export const cardLines = 3;

const heights = { compact: 92, standard: 100, roomy: 112 };
const lineHeight = 20;

/** cardHeight is how high a card is that has so many lines below its title: they grow with the size of the text. */
export function cardHeight(density: keyof typeof heights, text: number, lines: number): number {
  const more = Math.ceil((lineHeight / sizes.table) * (sizesFor(text).table - sizes.table));
  return heights[density] + more * (cardLines + 1) - (lineHeight + more) * (cardLines - lines);
}
