// Amounts are decimal strings from end to end; no figure passes through a float.

/** group writes thousands separators into a decimal string: "1234.5" → "1,234.5". */
export function group(decimal: string): string {
  const found = /^(-?)(\d+)(\.\d+)?$/.exec(decimal);
  if (!found) return decimal;
  return `${found[1]}${(found[2] ?? "").replace(/\B(?=(\d{3})+$)/g, ",")}${found[3] ?? ""}`;
}

/** showMoney writes an amount with thousands and two decimals. */
export function showMoney(amount: string): string {
  const found = /^(-?\d+)(?:\.(\d*))?$/.exec(amount);
  if (!found) return amount;
  return group(`${found[1]}.${(found[2] ?? "").padEnd(2, "0")}`);
}

/** showShort writes an amount in few characters for tight places: 12.3万, 1.2亿; 12.3K, 1.2M in English. */
export function showShort(amount: string, lang: string): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) return amount;
  return new Intl.NumberFormat(lang, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

const scales: { [unit: string]: number } = { 千: 3, 万: 4, 百万: 6, 千万: 7, 亿: 8, k: 3, w: 4, m: 6 };

/** parseMoney reads what people type: 1,234.5 · ￥1234 · 1.2万 · 3亿 · 50k. At most two decimals; undefined if it is no amount. */
export function parseMoney(typed: string): string | undefined {
  const value = parseDecimal(typed);
  if (value === undefined) return undefined;
  const [whole = "0", part = ""] = value.split(".");
  if (part.length > 2 && /[1-9]/.test(part.slice(2))) return undefined;
  return `${whole}.${part.slice(0, 2).padEnd(2, "0")}`;
}

/** parseDecimal reads a number with separators, full-width digits and a unit, as an exact decimal string. */
export function parseDecimal(typed: string): string | undefined {
  const text = typed
    .replace(/[０-９．，－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s,，¥￥$元]|cny|rmb|usd/gi, "");
  const found = /^([-+]?)(\d*)(?:\.(\d*))?(百万|千万|千|万|亿|k|w|m)?$/i.exec(text);
  if (!found || (!found[2] && !found[3])) return undefined;
  const scale = scales[(found[4] ?? "").toLowerCase()] ?? 0;
  const part = (found[3] ?? "").padEnd(scale, "0");
  const whole = `${found[2] ?? ""}${part.slice(0, scale)}`.replace(/^0+(?=\d)/, "") || "0";
  const rest = part.slice(scale).replace(/0+$/, "");
  const minus = found[1] === "-" && /[1-9]/.test(whole + rest) ? "-" : "";
  return `${minus}${whole}${rest ? `.${rest}` : ""}`;
}
