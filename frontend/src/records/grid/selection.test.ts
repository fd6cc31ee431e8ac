import { expect, it } from "vitest";
import { countSelected, everything, extend, isSelected, nothing, toggle } from "./selection";

it("turns rows on and off one by one", () => {
  const one = toggle(nothing, "a", 0);
  expect(isSelected(one, "a")).toBe(true);
  expect(one.anchor).toBe(0);
  expect(countSelected(toggle(one, "a", 0), 9)).toBe(0);
});

it("adds a range and keeps its beginning", () => {
  const range = extend(toggle(nothing, "b", 1), ["b", "c", "d"]);
  expect([...range.ids]).toEqual(["b", "c", "d"]);
  expect(range.anchor).toBe(1);
});

it("leaves single rows out of all", () => {
  const but = toggle(toggle(everything, "a", 0), "c", 2);
  expect(isSelected(but, "a")).toBe(false);
  expect(isSelected(but, "b")).toBe(true);
  expect(countSelected(but, 8800)).toBe(8798);
  expect(countSelected(extend(but, ["a", "b"]), 8800)).toBe(8799);
});
