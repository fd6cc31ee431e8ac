import { describe, expect, it } from "vitest";
import { nextSort } from "./grid";
import { isSelected, nothing, toggle, toggleLoaded } from "./selection";

const rows = ["a", "b", "c", "d", "e"].map((id) => ({ id }));

describe("selection", () => {
  it("turns single rows on and off", () => {
    const once = toggle(nothing, rows, 1, false);
    expect([...once.ids]).toEqual(["b"]);
    expect(toggle(once, rows, 1, false).ids.size).toBe(0);
  });

  it("draws a range from the anchor, in both directions", () => {
    const anchored = toggle(nothing, rows, 3, false);
    expect([...toggle(anchored, rows, 1, true).ids].sort()).toEqual(["b", "c", "d"]);
    expect([...toggle(anchored, rows, 4, true).ids].sort()).toEqual(["d", "e"]);
  });

  it("falls back to what is loaded when one of all is taken out", () => {
    const all = { all: true, ids: new Set<string>() };
    const fewer = toggle(all, rows, 0, false);
    expect(fewer.all).toBe(false);
    expect(isSelected(fewer, "a")).toBe(false);
    expect(fewer.ids.size).toBe(4);
  });

  it("selects all loaded rows, then none", () => {
    const full = toggleLoaded(nothing, rows);
    expect(full.ids.size).toBe(5);
    expect(toggleLoaded(full, rows)).toBe(nothing);
  });
});

describe("nextSort", () => {
  it("goes up, down, off", () => {
    const up = nextSort([], "a", false);
    const down = nextSort(up, "a", false);
    expect([up, down, nextSort(down, "a", false)]).toEqual([[{ field: "a" }], [{ field: "a", desc: true }], []]);
  });

  it("keeps the other keys with Shift", () => {
    expect(nextSort([{ field: "a" }], "b", true)).toEqual([{ field: "a" }, { field: "b" }]);
    expect(nextSort([{ field: "a" }, { field: "b" }], "a", true)).toEqual([{ field: "a", desc: true }, { field: "b" }]);
    expect(nextSort([{ field: "a" }], "b", false)).toEqual([{ field: "b" }]);
  });
});
