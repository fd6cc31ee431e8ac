import { describe, expect, it } from "vitest";
import { nextNumber, numberingOf } from "./numbering";

describe("the number after the last", () => {
  const today = "2026-11-22";
  it.each([
    [undefined, undefined, "SO20261122-001"],
    ["SO20261122-003", "SO20261122-007", "SO20261122-008"],
    ["SO20261122-999", undefined, "SO20261122-1000"],
    ["SO20250825-041", undefined, "SO20261122-001"],
    ["SO20250825-041", "SO20261122-002", "SO20261122-003"],
    ["DD-18", "DD-9", "DD-19"],
    ["合同0007", "合同0012", "合同0013"],
    ["42", "extra", "43"],
  ])("%s, %s", (last, highest, next) => {
    const way = numberingOf(last, today);
    expect(way && nextNumber(way, highest)).toBe(next);
  });

  it("is not guessed where nothing counts", () => expect(numberingOf("甲方-特批", today)).toBeFalsy());
});
