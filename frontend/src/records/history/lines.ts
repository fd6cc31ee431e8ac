import type { LineValue } from "@/api";

/** What became of a line: `columns` are those that changed. */
export interface LineChange {
  kind: "gone" | "come" | "changed";
  /** Its number, in the table where it stands. */
  at: number;
  before?: LineValue;
  after?: LineValue;
  columns: string[];
}

/** differLines compares two tables line by line; lines of the same product, or failing that in the same place, are one. */
export function differLines(before: LineValue[], after: LineValue[], names: string[]): LineChange[] {
  const [key = ""] = names;
  const partner = pairs(before, after, names, key);
  const taken = new Set(partner.values());
  const changes: LineChange[] = [];
  before.forEach((line, at) => {
    const to = partner.get(at);
    const now = to === undefined ? undefined : after[to];
    if (now === undefined) changes.push({ kind: "gone", at, before: line, columns: names });
    else {
      const columns = names.filter((name) => !same(line[name], now[name]));
      if (columns.length > 0) changes.push({ kind: "changed", at: to ?? at, before: line, after: now, columns });
    }
  });
  after.forEach((line, at) => {
    if (!taken.has(at)) changes.push({ kind: "come", at, after: line, columns: names });
  });
  return changes;
}

// Which line of before is which of after: equal lines first, then those of one key, each in their order.
function pairs(before: LineValue[], after: LineValue[], names: string[], key: string): Map<number, number> {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (fits: (a: LineValue, b: LineValue) => boolean) =>
    before.forEach((line, at) => {
      if (partner.has(at)) return;
      const to = after.findIndex((each, n) => !taken.has(n) && fits(line, each));
      if (to < 0) return;
      partner.set(at, to);
      taken.add(to);
    });
  pair((a, b) => names.every((name) => same(a[name], b[name])));
  pair((a, b) => !blank(a[key]) && same(a[key], b[key]));
  return partner;
}

const blank = (value: LineValue[string]) => value === undefined || value === null || value === "";
const same = (a: LineValue[string], b: LineValue[string]) =>
  (blank(a) && blank(b)) || JSON.stringify(a) === JSON.stringify(b);
