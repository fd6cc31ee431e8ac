import type { FieldKind } from "@/api";
import { parseDay } from "@/lib/day";
import { parseInstant } from "@/lib/instant";
import { parseDecimal, parseMoney } from "@/lib/money";

/** asTyped reads a pasted cell as it would be read if it were typed there: 明天 and 3/8 are days, 3千5 is an amount. What it does not know goes to the core as it is. */
export function asTyped(kind: FieldKind | undefined, text: string, now: Date): string {
  if (kind === "day") return parseDay(text, now) ?? text;
  if (kind === "instant") return parseInstant(text, now) ?? text;
  if (kind === "money") return parseMoney(text) ?? text;
  if (kind === "number" || kind === "decimal") return parseDecimal(text) ?? text;
  return text;
}
