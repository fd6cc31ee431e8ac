// A business card or the signature of a mail, as text: who, where, how to reach. Shapes and words: ./cardWords.
import {
  companyEnds,
  companyWords,
  departmentEnds,
  fieldOfLabel,
  isChineseName,
  isLatinName,
  label,
  onlyLabel,
  placeWords,
  titleWords,
  weakCompany,
} from "./cardWords";

export interface Card {
  name?: string;
  company?: string;
  title?: string;
  department?: string;
  phone?: string;
  landline?: string;
  email?: string;
  website?: string;
  wechat?: string;
  address?: string;
}

/** readCard finds in a text what a business card says, in any order. Nothing is guessed where nothing points to it. */
export function readCard(text: string): Card {
  const card: Card = {};
  const rest: string[] = [];
  for (const line of narrow(text).split(/[\r\n\t|｜•●■◆☎✉]+|(?<=\S)\s{4,}(?=\S)/u)) {
    const left = takeNumbers(line.trim(), card);
    if (left !== "") rest.push(left);
  }
  const reader = { card, lastAddress: false };
  for (const line of rest) takeLine(line, reader);
  return card;
}

// What an input method writes wide, and what stands invisibly around numbers.
function narrow(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff20\uff0e\uff0b\uff0d\uff3f\uff1a]/g, (char) =>
      String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    )
    .replace(/[\u3000\u00a0]/g, " ")
    .replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, "")
    .replace(/[—–‐‑]/g, "-");
}

// ---- Addresses and numbers have shapes of their own, wherever they stand in a line. ----

const mobile = /^(?:\+?(?:00)?86)?(1[3-9]\d{9})$/;
const figures =
  /(?<!\d)(?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?:\+\s?|\(|\b)\d[\d\s().-]{5,}\d(?:\s?(?:转|分机|ext\.?|x|#)\s?\d{1,5})?/gi;
// The words before a number that say what it is.
const fax = /(?:传真|fax|(?:^|[\s,;/])F)(?:\s*no\.?)?\s*[:.]?\s*(?:\(\d+\))?\s*$/i;
const mobileWord =
  /(?:手机|移动电话|mobile|cell(?:\s*phone)?|(?:^|[\s,;/])(?:M|MP|Mob))(?:号码?|\s*no\.?)?\s*(?:\([^)]*\)|（[^）]*）)?\s*[:.]?\s*$/i;
const phoneWord =
  /(?:电话|座机|固话|总机|热线|直线|直拨|办公|联系方式|tel(?:ephone)?|phone|office|direct|hotline|(?:^|[\s,;/])[TDPO])(?:号码?|\s*no\.?)?\s*(?:\([^)]*\)|（[^）]*）)?\s*[:.]?\s*$/i;
const noNumber = /(?:QQ|邮编|邮政编码|税号|账号|帐号|信用代码|zip|postcode|VAT|HRB|No|号码?|ID)\s*[:.]?\s*$/i;

function takeNumbers(line: string, card: Card): string {
  let left = line;
  const take = (field: "email" | "wechat" | "website", pattern: RegExp) => {
    const found = pattern.exec(left);
    if (!found) return;
    card[field] ??= found[1] ?? found[0];
    left = left.replace(found[0], "  ");
  };
  take("email", /(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/i);
  const sameWechat = /[(（]?\s*(?:微信(?:号)?同(?:号|手机|电话)?|同微信号?|same on wechat)\s*[)）]?/i;
  const same = sameWechat.test(left);
  left = left.replace(sameWechat, " ");
  take(
    "wechat",
    /(?:微信(?:号|ID)?|wechat(?:\s*ID)?|weixin|(?:^|[\s,;，；/])(?:vx|wx|v信))\s*[:：]?\s*([a-z][\w-]{4,19}|1[3-9]\d{9})/i,
  );
  left = left.replace(/QQ(?:号)?\s*[:：]?\s*\d{5,11}/gi, " ");
  left = left.replace(/(?:邮编|邮政编码|P\.?C\.?|Zip(?:\s*code)?|Postcode)\s*[:：.]?\s*\d{4,6}\b/gi, " ");
  take("website", /(?:https?:\/\/|www\.)[\w./?=&%#-]*[\w/]/i);
  take(
    "website",
    /(?:^|[\s:：])((?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|de|eu|co|uk|biz|tech|info)(?:\/[\w./-]*)?)(?=$|[\s,;，；])/i,
  );
  left = takeFigures(left, card, same);
  // A label whose figure is gone says nothing any more.
  left = left.replace(emptyLabel, " ");
  return left.replace(/^[\s,，;；/·:：-]+|[\s,，;；/·:：-]+$/g, "").replace(/\s+/g, " ");
}

const emptyLabel =
  /(?:手机号码|手机号?|移动电话|联系电话|公司电话|联系方式|办公电话|电话号码|电话|座机|固话|总机|热线|直线|传真|电子邮箱|电子邮件|邮箱|邮件|网址|网站|官网|微信号?|\b(?:Mobile|Mob|Cell(?:\s*phone)?|Tele?phone|Phone|Tel|Fax|Direct|Office|Hotline|E-?mail|Mail|Web(?:site)?|WeChat|URL|MP|[MTEWFDPO]))\s*(?:\(\s*\)|（\s*）)?\s*[:：.]?\s*(?=$|\s{2,}|[,，;；/])/gi;

function takeFigures(line: string, card: Card, same: boolean): string {
  let before = 0;
  return line.replace(figures, (found: string, at: number) => {
    const words = line.slice(before, at);
    before = at + found.length;
    if (fax.test(words)) return "  ";
    if (noNumber.test(words) && !phoneWord.test(words) && !mobileWord.test(words)) return found;
    const number = numberOf(found, mobileWord.test(words), phoneWord.test(words));
    if (!number) return found;
    const field = number.kind === "phone" && card.phone !== undefined && !number.chinese ? "landline" : number.kind;
    if (field === "landline" && card.landline !== undefined && card.phone === undefined && !number.chinese)
      card.phone = number.text;
    else card[field] ??= number.text;
    if (same && field === "phone") card.wechat ??= number.text;
    return "  ";
  });
}

interface Numbered {
  kind: "phone" | "landline";
  text: string;
  /** Known to be what it is by its own shape. */
  chinese?: boolean;
}

// What a row of figures is: a mobile and a landline of China by their shape, others by their plus or by the word before.
function numberOf(found: string, isMobile: boolean, isPhone: boolean): Numbered | undefined {
  const [, main = found, extension] = /^(.*?)\s?(?:(?:转|分机|ext\.?|x|#)\s?(\d{1,5}))?$/i.exec(found) ?? [];
  const digits = main.replace(/[^\d+]/g, "");
  const cell = mobile.exec(digits);
  if (cell?.[1]) return { kind: "phone", text: cell[1], chinese: true };
  const ext = extension ? `-${extension}` : "";
  const service = /^(400|800)(\d{3})(\d{4})$/.exec(digits);
  if (service) return { kind: "landline", text: `${service.slice(1).join("-")}${ext}`, chinese: true };
  const home = /^(?:\+?(?:00)?86)?\(?0?(10|2\d|[3-9]\d{2})(\d{7,8})(\d{1,5})?$/.exec(digits);
  const written = /^(?:(?:\+|00)\s?86|86[\s-]|\(?0)/.test(main.trim());
  const [, area = "", local = ""] = home ?? [];
  const parts = main
    .trim()
    .split(/[\s()./-]+/)
    .filter(Boolean);
  if (home && written && area.length + local.length >= 9 && !/^\+(?!86)/.test(digits)) {
    // 0512-66001234-801: what follows the number is within the house.
    const last = parts.at(-1) ?? "";
    const inner =
      parts.length > 2 && last.length <= 5 && digits.endsWith(last) && local.length + (home[3] ?? "").length > 8;
    const all = local + (home[3] ?? "");
    const own = inner ? all.slice(0, all.length - last.length) : all;
    if (own.length === 7 || own.length === 8)
      return { kind: "landline", text: `0${area}-${own}${inner ? `-${last}` : ext}`, chinese: true };
  }
  const count = digits.replace("+", "").length;
  const tidy = main
    .trim()
    .replace(/^\+\s+/, "+")
    .replace(/\s+/g, " ")
    .replace(/^\((?=\+)/, "");
  const american = /^(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$/.test(main.trim());
  if (count < 7 || count > 15) return undefined;
  if (!main.includes("+") && !american && !isMobile && !isPhone) return undefined;
  return { kind: isPhone && !isMobile ? "landline" : "phone", text: `${tidy}${ext}` };
}

// ---- The words ----

// Where one part may end and the next begin.
const chineseGaps = /[\s,，、;；/·]+/;
const latinGaps = /\s*(?:,(?!\s*(?:Ltd|Inc|LLC|Limited|Co\b|PhD|MBA))|;|\/|\s-\s)\s*/i;

type Kind = "company" | "title" | "department" | "address";

interface Reader {
  card: Card;
  lastAddress: boolean;
}

function takeLine(line: string, reader: Reader): void {
  const { card } = reader;
  const after = reader.lastAddress;
  reader.lastAddress = false;
  const named = label.exec(line);
  const words = (named ? line.slice(named[0].length) : line)
    .replace(/^["'“”《》【】[\]]+|["'“”《》【】[\]]+$/g, "")
    .trim();
  if (words === "" || /^[\d\s.-]+$/.test(words) || onlyLabel.test(words)) return;
  const field = named && fieldOfLabel(named[0]);
  if (field === "name") {
    card.name ??= nameIn(words) ?? words;
    return;
  }
  if (field) {
    card[field] ??= words;
    reader.lastAddress = field === "address";
    return;
  }
  // 20457 Hamburg, Germany: what follows a street goes on with it.
  if (after && goesOn(words)) {
    card.address = `${card.address}${/[\u4e00-\u9fa5]$/.test(card.address ?? "") ? "" : ", "}${words}`;
    reader.lastAddress = true;
    return;
  }
  const isChinese = /[\u4e00-\u9fa5]/.test(words);
  const pieces = spacedName(words.split(isChinese ? chineseGaps : latinGaps).filter(Boolean));
  const whole = wholeKind(words, pieces, isChinese);
  if (whole) {
    put(card, whole, words);
    reader.lastAddress = whole === "address";
    return;
  }
  const name = nameIn(words);
  if (name && name.length === words.length) {
    card.name ??= name;
    return;
  }
  takePieces(pieces, isChinese, reader);
}

// What a line is as a whole; undefined where it has to be taken to pieces.
function wholeKind(words: string, pieces: string[], isChinese: boolean): Kind | undefined {
  const kind = kindOf(words);
  if (!kind || pieces.length === 1) return kind;
  const kinds = pieces.map((piece) => kindOf(piece) ?? (nameIn(piece) ? "name" : undefined));
  if (kind === "title") return kinds.every((each) => each === undefined || each === "title") ? kind : undefined;
  if (kind !== "address") return undefined;
  // After the street of an English address a city may well look like a name.
  const beside = isChinese ? kinds : kinds.slice(0, Math.max(0, kinds.indexOf("address")));
  return beside.some((each) => each === "company" || each === "title" || each === "name") ? undefined : kind;
}

function takePieces(pieces: string[], isChinese: boolean, reader: Reader): void {
  const { card } = reader;
  let place = "";
  const flush = () => {
    if (place !== "") put(card, "address", place);
    place = "";
  };
  for (const piece of pieces) {
    const kind = kindOf(piece);
    const name = kind ? undefined : nameIn(piece);
    if (kind === "address" || (place !== "" && !kind && !(name && isChinese))) {
      place += place === "" ? piece : `${isChinese ? " " : ", "}${piece}`;
      continue;
    }
    flush();
    if (kind) put(card, kind, piece);
    else if (name) card.name ??= name;
  }
  reader.lastAddress = place !== "";
  flush();
}

// 王　芳: a short name is often written with a space inside.
function spacedName(pieces: string[]): string[] {
  const out: string[] = [];
  for (let n = 0; n < pieces.length; n++) {
    const [piece = "", next = "", third = ""] = pieces.slice(n, n + 3);
    if (/^[\u4e00-\u9fa5]$/.test(piece) && /^[\u4e00-\u9fa5]$/.test(next)) {
      const long = /^[\u4e00-\u9fa5]$/.test(third);
      out.push(piece + next + (long ? third : ""));
      n += long ? 2 : 1;
    } else out.push(piece);
  }
  return out;
}

function put(card: Card, field: keyof Card, words: string): void {
  // 总经理 / 高级工程师: somebody may have two titles.
  if (field === "title" && card.title !== undefined && !card.title.includes(words) && card.title.length < 24)
    card.title = `${card.title} / ${words}`;
  else card[field] ??= words;
}

// What words without a label are, by themselves.
function kindOf(words: string): Kind | undefined {
  if (companyEnds.test(words)) return "company";
  if (isAddress(words)) return "address";
  if (departmentEnds.test(words)) return "department";
  if (titleWords.test(words) && words.length <= 48 && !weakCompany.test(words)) return "title";
  if (companyWords.test(words) || weakCompany.test(words)) return "company";
  return undefined;
}

function isAddress(words: string): boolean {
  const places = words.match(placeWords)?.length ?? 0;
  if (/[\u4e00-\u9fa5]/.test(words)) {
    if (/(?:省|自治区|市).{1,8}(?:市|区|县|镇|路|街|道|园)/.test(words)) return true;
    return (
      /(?:路|街|道|巷|弄|大厦|广场|园区?|村)\s?\S{0,8}\d+\s?(?:号|弄|室|楼|层|栋|幢|座)/.test(words) ||
      (places >= 2 && /\d/.test(words))
    );
  }
  return places >= 1 && /\d/.test(words);
}

function goesOn(words: string): boolean {
  if (kindOf(words) === "company" || titleWords.test(words)) return false;
  return (
    /\b[A-Z]{0,2}[- ]?\d{4,6}\b/.test(words) ||
    /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/.test(words) ||
    /^\d+\s?(?:室|楼|层|栋|幢|座|号)/.test(words)
  );
}

// 王芳 · 王芳女士 · 王芳 (Fiona Wang) · Dr. Anna Weber
function nameIn(words: string): string | undefined {
  const bare = words
    .replace(/\s*[(（](?:先生|女士|小姐|Mr\.?|Ms\.?|Mrs\.?)[)）]\s*$/i, "")
    .replace(/\s*(?:先生|女士|小姐)$/, "")
    .trim();
  const [chinese = "", ...others] = bare.split(/[\s(（]+/);
  if (isChineseName(chinese) && others.every((each) => /^[A-Za-z.'-]+[)）]?$/.test(each)))
    return bare === words ? (others.length > 0 ? chinese : words) : chinese;
  const spaced = bare.replace(/\s+/g, "");
  if (/^[\u4e00-\u9fa5](?:\s+[\u4e00-\u9fa5]){1,2}$/.test(bare) && isChineseName(spaced)) return spaced;
  const latin = bare
    .replace(/,?\s*(?:Ph\.?D\.?|MBA|M\.?D\.?|PMP|CPA)\.?$/i, "")
    .replace(/^(?:Mr|Ms|Mrs|Miss)\.?\s+/i, "");
  return isLatinName(latin) ? latin : undefined;
}
