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

/** currencyWords is how a currency is called beside a heading; 元 is how people write the one that goes without saying. */
export const currencyWords = (code: string | undefined): { zh: string; en: string } =>
  !code || code === "CNY" ? { zh: "元", en: "CNY" } : { zh: code, en: code };

// To make a format costs far more than to use one.
const shorts: { [key: string]: Intl.NumberFormat } = {};

function short(lang: string, places: number): Intl.NumberFormat {
  const key = `${lang} ${places}`;
  shorts[key] ??= new Intl.NumberFormat(lang, { notation: "compact", maximumFractionDigits: places });
  return shorts[key];
}

/** showShort writes an amount in few characters for tight places, with three figures that count: 12.3万, 5.96万; 12.3K, 1.25M in English. */
export function showShort(amount: string, lang: string): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) return amount;
  const fine = short(lang, 2).format(value);
  return /^-?\d(?!\d)/.test(fine) ? fine : short(lang, 1).format(value);
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

/** parseDecimal reads a number with separators, full-width digits and units (1.2万, 3千5, 1亿2千万), as an exact decimal string. */
export function parseDecimal(typed: string): string | undefined {
  const text = typed
    .replace(/[０-９．，－]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/(?<=\d)[块元](?=\d{1,2}$)/, ".")
    .replace(/[\s,，¥￥$元圆块整]|cny|rmb|usd/gi, "")
    .replace(/(?<=\d)(?:million|mio)$/i, "m")
    .replace(/(?<=\d)thousand$/i, "k");
  const found = /^([-+]?)(\d*)(?:\.(\d*))?(百万|千万|千|万|亿|k|w|m)?$/i.exec(text);
  if (!found || (!found[2] && !found[3])) return mixed(text);
  const scale = scales[(found[4] ?? "").toLowerCase()] ?? 0;
  const part = (found[3] ?? "").padEnd(scale, "0");
  const whole = `${found[2] ?? ""}${part.slice(0, scale)}`.replace(/^0+(?=\d)/, "") || "0";
  const rest = part.slice(scale).replace(/0+$/, "");
  const minus = found[1] === "-" && /[1-9]/.test(whole + rest) ? "-" : "";
  return `${minus}${whole}${rest ? `.${rest}` : ""}`;
}

const hanDigits = "零一二三四五六七八九";
const hanUnits: { [unit: string]: number } = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 };
// Sums are kept in ten-thousandths, so that 1.25万 and 3千5 stay exact.
const fine = 4;

/**
 * mixed reads what is said rather than written: 三万五, 3千5, 1万2千, 一亿二千万, 1.5百万. A single digit at the end
 * counts one place below the unit before it, as people say it.
 */
function mixed(text: string): string | undefined {
  const bare = text
    .replace(/^[-+]/, "")
    .replace(/[一二三四五六七八九零〇两]/g, (c) => (c === "两" ? "2" : String(Math.max(0, hanDigits.indexOf(c)))))
    .replace(/^十/, "1十");
  const tokens = bare.match(/\d+(?:\.\d+)?|[十百千万亿]/g) ?? [];
  if (tokens.length < 2 || tokens.join("") !== bare || !/[十百千万亿]/.test(bare)) return undefined;
  let total = 0n; // what is complete up to 万 or 亿
  let part = 0n; // of the section below it
  let last: bigint | undefined; // a figure that waits for its unit
  let below: number | undefined; // place that a digit at the end has
  for (const token of tokens) {
    const power = hanUnits[token];
    if (power === undefined) {
      if (last !== undefined) return undefined;
      last = fineOf(token, below, tokens.at(-1) === token);
      continue;
    }
    const unit = 10n ** BigInt(power);
    if (power < 4) {
      if (last === undefined && part === 0n) return undefined;
      part = last === undefined ? part * unit : part + last * unit;
    } else {
      const section = part + (last ?? 0n);
      if (section === 0n && total === 0n) return undefined;
      total = power === 8 ? (total + section) * unit : total + section * unit;
      part = 0n;
    }
    last = undefined;
    below = power - 1;
  }
  const sum = total + part + (last ?? 0n);
  const digits = sum.toString().padStart(fine + 1, "0");
  const rest = digits.slice(-fine).replace(/0+$/, "");
  const minus = text.startsWith("-") && sum > 0n ? "-" : "";
  return `${minus}${digits.slice(0, -fine)}${rest ? `.${rest}` : ""}`;
}

function fineOf(token: string, below: number | undefined, isLast: boolean): bigint {
  const [whole = "0", part = ""] = token.split(".");
  const value = BigInt(whole + part.slice(0, fine).padEnd(fine, "0"));
  return isLast && below !== undefined && /^[1-9]$/.test(token) ? value * 10n ** BigInt(below) : value;
}
