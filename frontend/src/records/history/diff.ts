/** A piece of a text that stayed, went or came. */
export interface Piece {
  kind: "same" | "gone" | "come";
  text: string;
}

// Words of alphabets and numbers stay whole; Chinese is compared by its characters, which are its words' smallest part.
const tokens = /[\p{Script=Latin}\p{Script=Cyrillic}\p{N}_@.%+-]+|\s+|./gsu;

/** Beyond this the middle of two texts is not compared piece by piece. */
const most = 3_000_000;

/** differ compares two texts by words. */
export function differ(before: string, after: string): Piece[] {
  const a = before.match(tokens) ?? [];
  const b = after.match(tokens) ?? [];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return join([
    { kind: "same", text: a.slice(0, head).join("") },
    ...middle,
    { kind: "same", text: a.slice(a.length - tail).join("") },
  ]);
}

function between(a: string[], b: string[]): Piece[] {
  const gone: Piece = { kind: "gone", text: a.join("") };
  const come: Piece = { kind: "come", text: b.join("") };
  if (a.length === 0 || b.length === 0 || a.length * b.length > most) return [gone, come];
  // The longest row of pieces that both have, by the usual table of lengths from the end.
  const wide = b.length + 1;
  const common = new Uint32Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * wide + j] =
        a[i] === b[j]
          ? (common[(i + 1) * wide + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * wide + j] ?? 0, common[i * wide + j + 1] ?? 0);
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      pieces.push({ kind: "same", text: a[i] ?? "" });
      i++;
      j++;
    } else if ((common[(i + 1) * wide + j] ?? 0) >= (common[i * wide + j + 1] ?? 0)) {
      pieces.push({ kind: "gone", text: a[i++] ?? "" });
    } else pieces.push({ kind: "come", text: b[j++] ?? "" });
  }
  pieces.push({ kind: "gone", text: a.slice(i).join("") }, { kind: "come", text: b.slice(j).join("") });
  return pieces;
}

// What went stands before what came in its place; a lone space between two changes belongs to them.
function join(pieces: Piece[]): Piece[] {
  const out: Piece[] = [];
  let gone = "";
  let come = "";
  const flush = () => {
    if (gone) out.push({ kind: "gone", text: gone });
    if (come) out.push({ kind: "come", text: come });
    gone = "";
    come = "";
  };
  const filled = pieces.filter((piece) => piece.text !== "");
  filled.forEach((piece, n) => {
    if (piece.kind === "gone") gone += piece.text;
    else if (piece.kind === "come") come += piece.text;
    else if (/^\s+$/.test(piece.text) && (gone || come) && filled[n + 1] && filled[n + 1]?.kind !== "same") {
      gone += piece.text;
      come += piece.text;
    } else {
      flush();
      const last = out.at(-1);
      if (last?.kind === "same") last.text += piece.text;
      else out.push({ ...piece });
    }
  });
  flush();
  return out;
}

/** around shortens what stayed the same, leaving some of it beside each change. */
export function around(pieces: Piece[], keep = 24): Piece[] {
  return pieces.map((piece, n) => {
    if (piece.kind !== "same") return piece;
    const letters = [...piece.text];
    const before = n > 0;
    const after = n < pieces.length - 1;
    if (letters.length <= keep * (Number(before) + Number(after)) + 4) return piece;
    const head = before ? letters.slice(0, keep).join("") : "";
    const tail = after ? letters.slice(-keep).join("") : "";
    return { kind: "same", text: `${head}…${tail}` };
  });
}
