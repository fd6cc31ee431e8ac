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
 * counts one place below the unit before it, as people say it. What could mean two things, such as 1.5万5, 1万50 or
 * 3千5千, is none. Files are read alike (backend/core/sheet/spoken.go); both are held to the same list of examples.
 */
function mixed(text: string): string | undefined {
  const bare = text
    .replace(/^[-+]/, "")
    .replace(/[一二三四五六七八九零〇两]/g, (c) => (c === "两" ? "2" : String(Math.max(0, hanDigits.indexOf(c)))))
    .replace(/^十(?=.)/, "1十");
  const tokens = bare.match(/\d+(?:\.\d+)?|[十百千万亿]/g) ?? [];
  if (tokens.length < 2 || tokens.join("") !== bare || !/[十百千万亿]/.test(bare)) return undefined;
  const heard: Heard = { total: 0n, part: 0n, decimal: false, section: 9, within: 9, below: 0, chained: false };
  const understood = tokens.every((token, n) => {
    const power = hanUnits[token];
    if (power === undefined) return n === tokens.length - 1 ? ending(heard, token) : waits(heard, token);
    return power < 4 ? small(heard, power) : large(heard, power);
  });
  if (!understood) return undefined;
  const sum = heard.total + heard.part + (heard.last ?? 0n);
  const digits = sum.toString().padStart(fine + 1, "0");
  const rest = digits.slice(-fine).replace(/0+$/, "");
  const minus = text.startsWith("-") && sum > 0n ? "-" : "";
  return `${minus}${digits.slice(0, -fine)}${rest ? `.${rest}` : ""}`;
}

/** What was heard of a figure so far: sections of 亿 and 万, and in each of them 千, 百 and 十, in this order. */
interface Heard {
  /** What is complete up to 万 or 亿, and the section below it. */
  total: bigint;
  part: bigint;
  /** A figure that waits for its unit; after one with decimals no other may follow. */
  last?: bigint;
  decimal: boolean;
  /** Powers that were said last: of a section, and within the one at hand. */
  section: number;
  within: number;
  /** Place that a digit at the end has; there is none after two units at once, as in 3千万. */
  below: number;
  chained: boolean;
}

const tens = (power: number) => 10n ** BigInt(power);

function waits(heard: Heard, token: string): boolean {
  if (heard.last !== undefined || heard.decimal) return false;
  const [whole = "0", part = ""] = token.split(".");
  heard.last = BigInt(whole + part.slice(0, fine).padEnd(fine, "0"));
  heard.decimal = part !== "";
  return part.length <= fine;
}

function small(heard: Heard, power: number): boolean {
  const { last, within } = heard;
  if (!last || power >= within || (within < 9 && last >= tens(within - power + fine))) return false;
  heard.part += last * tens(power);
  Object.assign(heard, { within: power, last: undefined, below: power - 1, chained: false });
  return true;
}

function large(heard: Heard, power: number): boolean {
  const part = heard.part + (heard.last ?? 0n);
  const { section, last } = heard;
  if (part === 0n || power >= section || (section < 9 && part >= tens(section - power + fine))) return false;
  heard.total += part * tens(power);
  Object.assign(heard, {
    part: 0n,
    section: power,
    within: 4,
    last: undefined,
    below: power - 1,
    chained: last === undefined,
  });
  return true;
}

/** ending reads a figure without a unit after it. */
function ending(heard: Heard, token: string): boolean {
  const { below, chained } = heard;
  if (token.includes(".") || token.length > below + 1 || !waits(heard, token)) return false;
  if (/^[1-9]$/.test(token) && !chained) {
    heard.last = (heard.last ?? 0n) * tens(below);
    return true;
  }
  return token.startsWith("0") ? /[1-9]/.test(token) : token.length === below + 1;
}
