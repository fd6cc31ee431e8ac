/** A piece is what is not broken between pages: a row, a paragraph, a heading. */
export interface Sized {
  height: number;
  /** The table it is a row of: its head stands again on every page. */
  table?: string;
  /** Stays on one page with what follows, as a heading does. */
  keep?: boolean;
}

/**
 * paginate says which pieces stand on which page: pairs of the first piece and the one after the last.
 * `first` is the room on the first page, `room` on those that follow, `heads` the heights of the heads of tables.
 */
export function paginate(
  pieces: readonly Sized[],
  heads: { [table: string]: number },
  first: number,
  room: number,
): [number, number][] {
  const pages: [number, number][] = [];
  let from = 0;
  let left = first;
  let table: string | undefined;
  for (let at = 0; at < pieces.length; at++) {
    const need = needed(pieces, heads, at, table, room);
    if (at > from && need > left + slack) {
      pages.push([from, at]);
      from = at;
      left = room;
      table = undefined;
    }
    const piece = pieces[at] as Sized;
    left -= piece.height + headOf(piece, heads, table);
    table = piece.table;
  }
  if (pieces.length > from) pages.push([from, pieces.length]);
  return pages;
}

// Heights are measured in fractions of pixels.
const slack = 0.5;

function headOf(piece: Sized, heads: { [table: string]: number }, before: string | undefined): number {
  return piece.table !== undefined && piece.table !== before ? (heads[piece.table] ?? 0) : 0;
}

// What must fit for a piece to be placed: itself, and as long as pieces stay with the next one, that too.
function needed(
  pieces: readonly Sized[],
  heads: { [table: string]: number },
  at: number,
  before: string | undefined,
  room: number,
): number {
  let sum = 0;
  let table = before;
  for (let n = at; n < pieces.length; n++) {
    const piece = pieces[n] as Sized;
    const more = piece.height + headOf(piece, heads, table);
    if (n > at && sum + more > room) break; // it would fit on no page
    sum += more;
    table = piece.table;
    if (!piece.keep) break;
  }
  return sum;
}

/** A band of a picture, from the top. */
export interface Band {
  from: number;
  to: number;
}

/** slice cuts something `height` high into pages, through none of the bands where that can be. */
export function slice(height: number, bands: readonly Band[], first: number, room: number): Band[] {
  const whole = bands.filter((band) => band.to - band.from <= room && band.to > band.from);
  const slices: Band[] = [];
  let from = 0;
  while (height - from > (slices.length === 0 ? first : room) + slack) {
    const most = from + (slices.length === 0 ? first : room);
    const to = cutAt(whole, from, most);
    slices.push({ from, to });
    from = to;
  }
  slices.push({ from, to: height });
  return slices;
}

// The lowest place above `most` that cuts through nothing; `most` itself when there is none. What begins where the page
// does is cut in any case: it keeps nothing within it from staying whole.
function cutAt(bands: readonly Band[], from: number, most: number): number {
  const later = bands.filter((band) => band.from > from + slack);
  let at = most;
  for (;;) {
    const cut = later.filter((band) => band.from < at - slack && band.to > at + slack);
    if (cut.length === 0) return at;
    at = Math.min(...cut.map((band) => band.from));
    if (at < from + (most - from) / 4) return most; // nearly nothing would stand on this page
  }
}
