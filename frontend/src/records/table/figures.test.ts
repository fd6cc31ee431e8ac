import { expect, it } from "vitest";
import type { FieldSpec } from "@/api";
import { average, rounded, showFigure, total } from "./figures";
import { spanOf, whereOfGroup } from "./groups";

it("adds and averages without losing a cent", () => {
  expect(total(["0.1", "0.2", "-1234567890123.05"])).toBe("-1234567890122.75");
  expect(total([])).toBe("0");
  expect(average(["1.00", "2.00", "2.00"])).toBe("1.6666");
  expect(average(["7"])).toBe("7.00");
  expect(rounded("1.6666", 2)).toBe("1.67");
  expect(rounded("-0.004", 2)).toBe("0");
});

it("writes figures as their fields do", () => {
  const spec = (kind: FieldSpec["kind"]): FieldSpec => ({ name: "x", label: { zh: "", en: "" }, kind });
  expect(showFigure(spec("money"), "1234.5")).toBe("1,234.50");
  expect(showFigure(spec("percent"), "33.333")).toBe("33.3%");
  expect(showFigure(spec("number"), 12345)).toBe("12,345");
});

it.each([
  ["month", "2026-02", ["2026-02-01", "2026-02-28"]],
  ["quarter", "2026-Q4", ["2026-10-01", "2026-12-31"]],
  ["year", "2025", ["2025-01-01", "2025-12-31"]],
  ["week", "2026-W01", ["2025-12-29", "2026-01-04"]],
  ["week", "2026-W53", ["2026-12-28", "2027-01-03"]],
] as const)("knows the days of a %s: %s", (by, key, days) => {
  expect(spanOf(by, key)).toEqual(days);
});

it("asks for the rows of a group", () => {
  const spec = (kind: FieldSpec["kind"]): FieldSpec => ({ name: "f", label: { zh: "", en: "" }, kind });
  expect(whereOfGroup({ field: "f", spec: spec("choice") }, "won")).toEqual({ field: "f", op: "eq", value: "won" });
  expect(whereOfGroup({ field: "f", spec: spec("tags") }, "大客户")).toEqual({
    field: "f",
    op: "in",
    value: ["大客户"],
  });
  expect(whereOfGroup({ field: "f", spec: spec("ref") }, null)).toEqual({ field: "f", op: "empty" });
  expect(whereOfGroup({ field: "f", by: "province", spec: spec("region") }, "浙江省")).toEqual({
    field: "f",
    op: "startsWith",
    value: "浙江省",
  });
  expect(whereOfGroup({ field: "f", by: "month", spec: spec("day") }, "2026-03")).toEqual({
    field: "f",
    op: "between",
    value: ["2026-03-01", "2026-03-31"],
  });
});
