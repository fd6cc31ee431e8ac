import { describe, expect, it } from "vitest";
import { movedBy, rowsAround, slotsFor } from "./slots";

describe("slots", () => {
  it("a row that stays keeps its slot, one that comes takes a free one", () => {
    const first = slotsFor(new Map(), [0, 1, 2, 3]);
    expect([...first]).toEqual([[0, 0], [1, 1], [2, 2], [3, 3]]); // biome-ignore format: pairs
    const next = slotsFor(first, [2, 3, 4, 5]);
    expect(Object.fromEntries(next)).toEqual({ 2: 2, 3: 3, 4: 0, 5: 1 });
    expect(new Set(slotsFor(next, [0, 90, 91, 92]).values())).toEqual(new Set([0, 1, 2, 3]));
  });

  it("a record whose row has moved stays in the elements it was in", () => {
    const first = slotsFor(new Map(), [0, 1, 2, 3]);
    expect(Object.fromEntries(slotsFor(movedBy(first, 1), [0, 1, 2, 3]))).toEqual({ 0: 3, 1: 0, 2: 1, 3: 2 });
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
