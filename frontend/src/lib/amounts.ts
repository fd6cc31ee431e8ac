// Sums of amounts, exact: in whole fen, as the core computes them.

/** fenOf reads a decimal string as whole units of its last place. */
function scaled(value: unknown, places: number): bigint | undefined {
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(String(value ?? ""));
  if (!found) return undefined;
  const part = (found[3] ?? "").slice(0, places).padEnd(places, "0");
  const amount = BigInt(`${found[2]}${part}`);
  return found[1] === "-" ? -amount : amount;
}

function amountOf(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, "0");
  return `${fen < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** lineAmount is price × quantity × (100 − discount) %, rounded once to the fen; undefined where price or quantity is missing. */
export function lineAmount(price: unknown, quantity: unknown, discount: unknown): string | undefined {
  const p = scaled(price, 2);
  const q = scaled(quantity, 4);
  if (p === undefined || q === undefined || p === 0n || q === 0n) return undefined;
  const percent = scaled(discount ?? 0, 2) ?? 0n;
  const exact = p * q * (10_000n - percent);
  const unit = 10_000n * 10_000n;
  const half = exact < 0n ? -unit / 2n : unit / 2n;
  return amountOf((exact + half) / unit);
}

/** addAmounts sums amounts; what is no amount counts as nothing. */
export function addAmounts(amounts: unknown[]): string {
  return amountOf(amounts.reduce<bigint>((sum, each) => sum + (scaled(each, 2) ?? 0n), 0n));
}
