import { describe, expect, it } from "vitest";
import { paginate, slice } from "./paginate";

const rows = (n: number, height = 10) => Array.from({ length: n }, () => ({ height, table: "t" }));

describe("paginate", () => {
  it("repeats the head of a table on every page, and counts its room", () => {
    // 100 high: a head of 20 and eight rows.
    expect(paginate(rows(20), { t: 20 }, 100, 100)).toEqual([
      [0, 8],
      [8, 16],
      [16, 20],
    ]);
  });

  it("gives the first page less room under the letterhead", () => {
    expect(paginate(rows(12), { t: 20 }, 50, 100)).toEqual([
      [0, 3],
      [3, 11],
      [11, 12],
    ]);
  });

  it("keeps a heading with what it heads, also with the head of its table", () => {
    const pieces = [{ height: 60 }, { height: 20, keep: true }, ...rows(2)];
    expect(paginate(pieces, { t: 15 }, 100, 100)).toEqual([
      [0, 1],
      [1, 4],
    ]);
  });

  it("puts what fits on no page on one of its own", () => {
    expect(paginate([{ height: 10 }, { height: 300 }, { height: 10 }], {}, 100, 100)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it("makes no page of nothing", () => {
    expect(paginate([], {}, 100, 100)).toEqual([]);
  });
});

describe("slice", () => {
  it("cuts between bands, not through them", () => {
    const bands = [
      { from: 0, to: 60 },
      { from: 60, to: 120 },
      { from: 70, to: 100 },
      { from: 120, to: 150 },
    ];
    expect(slice(150, bands, 100, 100)).toEqual([
      { from: 0, to: 60 },
      { from: 60, to: 150 },
    ]);
  });

  it("cuts through what is higher than a page", () => {
    expect(slice(250, [{ from: 0, to: 250 }], 100, 100)).toEqual([
      { from: 0, to: 100 },
      { from: 100, to: 200 },
      { from: 200, to: 250 },
    ]);
  });

  it("leaves alone what fits", () => {
    expect(slice(80, [], 100, 100)).toEqual([{ from: 0, to: 80 }]);
  });

  it("a frame around everything, that would fit a later page, does not let what is in it be cut", () => {
    const frame = { from: 0, to: 900 };
    const chart = { from: 500, to: 800 };
    expect(slice(900, [frame, chart], 700, 950)).toEqual([
      { from: 0, to: 500 },
      { from: 500, to: 900 },
    ]);
  });
});
