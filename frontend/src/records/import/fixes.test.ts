import { expect, test } from "vitest";
import { corrections, countFixes, noFixes, withCell, withText } from "./fixes";

test("corrections are told as texts of a column and as single cells", () => {
  let fixes = withText(noFixes, "级别", "特级", "A");
  fixes = withText(fixes, "级别", "", "B");
  fixes = withCell(fixes, 7, "电话", "13800000000");
  expect(countFixes(fixes)).toBe(3);
  expect(corrections(fixes)).toEqual({
    texts: { 级别: { 特级: "A", "": "B" } },
    cells: [{ row: 7, heading: "电话", text: "13800000000" }],
  });
});

test("a correction that is taken back leaves nothing", () => {
  let fixes = withText(noFixes, "级别", "特级", "A");
  fixes = withText(fixes, "级别", "特级", undefined);
  fixes = withCell(withCell(fixes, 7, "电话", "1"), 7, "电话", undefined);
  expect(countFixes(fixes)).toBe(0);
  expect(corrections(fixes)).toEqual({ texts: undefined, cells: undefined });
});
