import { Markdown } from "@/ui/Markdown";
import type { CellProps } from "./cell";

export function LongTextCell({ value, roomy }: CellProps) {
  const text = String(value);
  return roomy ? <Markdown text={text} /> : <>{text.replace(/\s+/g, " ")}</>;
}
