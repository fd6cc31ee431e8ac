// Amounts in the characters that cannot be altered, as they stand on Chinese orders and contracts.

const digits = "零壹贰叁肆伍陆柒捌玖";
const places = ["", "拾", "佰", "仟"];
const sections = ["", "万", "亿", "万亿"];

/** capitals writes an amount of yuan in capital characters: 67087.05 → 陆万柒仟零捌拾柒元零伍分. Undefined if it is no amount. */
export function capitals(amount: string): string | undefined {
  const found = /^(-?)0*(\d{1,16})(?:\.(\d{1,2})0*)?$/.exec(amount);
  if (!found) return undefined;
  const whole = found[2] ?? "0";
  const [jiao = "0", fen = "0"] = (found[3] ?? "").padEnd(2, "0");
  const yuan = wholeOf(whole);
  const minus = found[1] === "-" && `${whole}${jiao}${fen}`.match(/[1-9]/) ? "负" : "";
  if (jiao === "0" && fen === "0") return `${minus}${yuan || "零"}元整`;
  const head = yuan && `${yuan}元`;
  const tenth = jiao === "0" ? (head ? "零" : "") : `${digits[Number(jiao)]}角`;
  return `${minus}${head}${tenth}${fen === "0" ? "整" : `${digits[Number(fen)]}分`}`;
}

// Four digits a section; a zero is said once where something follows it.
function wholeOf(whole: string): string {
  let said = "";
  let gap = false;
  for (let at = 0; at < whole.length; at++) {
    const place = whole.length - 1 - at;
    const digit = Number(whole[at]);
    if (digit === 0) gap = said !== "";
    else {
      said += `${gap ? "零" : ""}${digits[digit]}${places[place % 4]}`;
      gap = false;
    }
    if (place % 4 === 0 && place > 0 && /[1-9]/.test(whole.slice(Math.max(0, at - 3), at + 1)))
      said += sections[place / 4];
  }
  return said;
}
