import { describe, expect, it } from "vitest";
import { rowsAround, type Seat, slotsFor } from "./slots";

describe("slots", () => {
  // Rows by slot: [0, 1] means that row 0 stands in slot 0 and row 1 in slot 1.
  const rowsOf = (slots: ReadonlyMap<number, Seat>) => [...slots].sort(([a], [b]) => a - b).map(([, seat]) => seat.row);
  const unread = (rows: number[]) => rows.map((row) => ({ row, id: undefined }));
  const named = (names: string, first = 0) => [...names].map((id, n) => ({ row: first + n, id }));

  it("a row that stays keeps its slot, one that comes takes a free one", () => {
    const first = slotsFor(new Map(), unread([0, 1, 2, 3]));
    expect(rowsOf(first)).toEqual([0, 1, 2, 3]);
    const next = slotsFor(first, unread([2, 3, 4, 5]));
    expect(rowsOf(next)).toEqual([4, 5, 2, 3]);
    expect([...slotsFor(next, unread([0, 90, 91, 92])).keys()].sort()).toEqual([0, 1, 2, 3]);
  });

  it("a record whose row has moved stays in the elements it was in, and takes nobody along", () => {
    const first = slotsFor(new Map(), named("abcd"));
    expect(rowsOf(slotsFor(first, named("xabc")))).toEqual([1, 2, 3, 0]);
    expect(rowsOf(slotsFor(first, named("bcda")))).toEqual([3, 0, 1, 2]);
    expect(rowsOf(slotsFor(first, named("bcde")))).toEqual([3, 0, 1, 2]);
    expect(rowsOf(slotsFor(first, named("cdef", 2)))).toEqual([4, 5, 2, 3]);
  });

  it("a row that is read meanwhile stays where it was", () => {
    expect(rowsOf(slotsFor(slotsFor(new Map(), unread([7, 8, 9])), named("abc", 7)))).toEqual([7, 8, 9]);
  });

  it("draws as many rows wherever one is, and the one in focus besides", () => {
    const at = (first: number, focus = -1) => rowsAround(first, 10, 2, 100, focus);
    expect(at(0)).toHaveLength(14);
    expect(at(50)).toHaveLength(14);
    expect(at(90).at(-1)).toBe(99);
    expect(at(90)).toHaveLength(14);
    expect(at(51)).toEqual(at(50));
    expect(at(54)).toContain(54 + 10);
    expect(at(50, 3)).toEqual([3, ...at(50)]);
    expect(at(50, 99).at(-1)).toBe(99);
    expect(at(50, 120)).toHaveLength(14);
    expect(rowsAround(0, 10, 2, 5, 0)).toEqual([0, 1, 2, 3, 4]);
    expect(rowsAround(0, 10, 2, 0, -1)).toEqual([]);
  });
});
