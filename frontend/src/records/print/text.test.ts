import { expect, it } from "vitest";
import type { FieldSpec, FieldValue } from "@/api";
import { columnWidth, fitWidths, instantText, partsOf, shrinkTo, textOf } from "./text";

const context = {
  say: (words: { zh: string } | string | undefined) => (typeof words === "string" ? words : (words?.zh ?? "")),
  titles: { u1: "张三", t1: "重点" },
  yes: "是",
  no: "否",
  lines: (count: number) => `${count} 行`,
  comma: "、",
};
const write = (spec: Partial<FieldSpec>, value: FieldValue) =>
  textOf({ name: "f", label: { zh: "字段", en: "Field" }, ...spec } as FieldSpec, value, context);

it("writes what stands on paper", () => {
  expect(write({ kind: "money" }, "1234567.5")).toBe("1,234,567.50");
  expect(write({ kind: "percent" }, 70)).toBe("70%");
  expect(write({ kind: "day" }, "2026-11-22")).toBe("2026-11-22");
  expect(write({ kind: "flag" }, false)).toBe("否");
  expect(write({ kind: "ref" }, "u1")).toBe("张三");
  expect(write({ kind: "ref" }, "gone")).toBe("—");
  expect(write({ kind: "tags" }, ["t1", "展会"])).toBe("重点、展会");
  expect(write({ kind: "region" }, "上海市/市辖区/闵行区")).toBe("上海市 闵行区");
  expect(write({ kind: "choice", options: [{ value: "A", label: { zh: "A 级", en: "A" } }] }, "A")).toBe("A 级");
  expect(write({ kind: "text" }, null)).toBe("");
  expect(instantText("no day")).toBe("no day");
  expect(instantText(new Date(2026, 2, 8, 9, 5).toISOString())).toBe("2026-03-08 09:05");
});

it("gives a column the room its texts need, within bounds", () => {
  expect(columnWidth("电话", ["0512-62578562", "138 0013 8000"])).toBe(104);
  expect(columnWidth("客户名称", ["华东机械"])).toBe(62);
  expect(columnWidth("#", ["1"])).toBe(44);
  expect(columnWidth("说明", ["很".repeat(80)])).toBe(210);
});

it("takes room from the widest columns first", () => {
  expect(fitWidths([50, 210, 120], 400)).toEqual([50, 210, 120]);
  expect(fitWidths([50, 210, 120], 300)).toEqual([50, 130, 120]);
  expect(fitWidths([50, 210, 210], 100)).toEqual([50, 80, 80]);
});

it("writes smaller what is still too wide, but never too small to read", () => {
  expect(shrinkTo([100, 100], 300)).toBe(1);
  expect(shrinkTo([200, 200], 320)).toBe(0.8);
  expect(shrinkTo([200, 200], 100)).toBe(0.7);
});

it("breaks long texts into parts that a page can hold, and loses nothing", () => {
  expect(partsOf("一\n二\n\n三")).toEqual(["一\n二", "三"]);
  const lines = Array.from({ length: 25 }, (_, n) => `第 ${n + 1} 行`);
  expect(partsOf(lines.join("\n")).map((part) => part.split("\n").length)).toEqual([10, 10, 5]);
  const endless = "节拍要求是 12 秒。".repeat(200);
  const parts = partsOf(endless);
  expect(parts.join("").replaceAll("\n", "")).toBe(endless);
  expect(parts.flatMap((part) => part.split("\n")).every((line) => line.length <= 601)).toBe(true);
});
