import type { FieldKind, FieldSpec } from "@/api";
import { group, showMoney } from "@/lib/money";

/** Kinds whose values can be added up. */
export const added: ReadonlySet<FieldKind> = new Set<FieldKind>(["number", "decimal", "money", "percent"]);

/** showFigure writes a sum, an average or an end of a range as the field's own values are written. */
export function showFigure(spec: FieldSpec, value: string | number): string {
  if (spec.kind === "money") return showMoney(rounded(String(value), 2));
  if (spec.kind === "percent") return `${rounded(String(value), 1)}%`;
  if (spec.kind === "number" || spec.kind === "decimal") return group(rounded(String(value), 3));
  return String(value);
}

/** rounded cuts a decimal string to a number of places, half away from zero, without passing through a float. */
export function rounded(decimal: string, places: number): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!found) return decimal;
  const part = found[3] ?? "";
  if (part.length <= places) return decimal;
  let digits = BigInt(`${found[2]}${part.slice(0, places)}`);
  if ((part[places] ?? "0") >= "5") digits += 1n;
  const text = String(digits).padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places);
  const rest = text.slice(text.length - places).replace(/0+$/, "");
  const sign = found[1] && /[1-9]/.test(text) ? "-" : "";
  return `${sign}${whole}${rest ? `.${rest}` : ""}`;
}

/** total adds decimal strings exactly. */
export function total(values: readonly string[]): string {
  const places = Math.max(0, ...values.map((value) => value.split(".")[1]?.length ?? 0));
  let sum = 0n;
  for (const value of values) {
    const [whole = "0", part = ""] = value.replace("-", "").split(".");
    const digits = BigInt(`${whole}${part.padEnd(places, "0")}`);
    sum += value.startsWith("-") ? -digits : digits;
  }
  return place(sum, places);
}

/** average is the mean of decimal strings, to two more places than they have. */
export function average(values: readonly string[]): string {
  if (values.length === 0) return "0";
  const sum = total(values);
  const places = sum.split(".")[1]?.length ?? 0;
  return place((BigInt(sum.replace(".", "")) * 100n) / BigInt(values.length), places + 2);
}

function place(digits: bigint, places: number): string {
  const minus = digits < 0n ? "-" : "";
  const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
  return places === 0 ? `${minus}${text}` : `${minus}${text.slice(0, -places)}.${text.slice(-places)}`;
}
