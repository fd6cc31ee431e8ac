import { describe, expect, it } from "vitest";
import { stretchOf } from "./stretch";

const room = 700;

describe("stretchOf", () => {
  it.each([
    [0, 36],
    [1, 36],
    [100_000, 36],
    [440_000, 36],
    [450_000, 36],
    [1_031_508, 28],
    [1_031_508, 48],
    [20_000_000, 36],
  ])("reaches every one of %i rows of %i pixels", (count, rowHeight) => {
    const { height, step, reach, scroll, top } = stretchOf(count, rowHeight, room);
    expect(height).toBeLessThan(17_000_000);
    expect(step * count).toBeCloseTo(height, 3);
    const end = Math.max(0, height - room);
    expect(reach(0)).toBe(0);
    expect(reach(end)).toBeCloseTo(Math.max(0, count * rowHeight - room), 3);
    const last = top(count - 1, end) - end + rowHeight;
    if (count > 0) expect(last).toBeCloseTo(Math.min(room, count * rowHeight), 2);
    expect(top(count - 1, 0)).toBeLessThanOrEqual(height);
    expect(scroll(reach(end / 3))).toBeCloseTo(end / 3, 6);
  });

  it("changes nothing about a list that an engine lays out", () => {
    const { step, reach } = stretchOf(100_000, 36, room);
    expect([step, reach(123_456)]).toEqual([36, 123_456]);
  });
});
