import { describe, expect, it } from "vitest";
import { change, chartOf, excelOf, type Sheet, showValue, sumOf } from "./sheet";

const sheet: Sheet = {
  entity: "opportunity",
  title: "赢单",
  about: "本月",
  kind: "columns",
  labels: ["月份"],
  series: [
    { name: "金额", format: "money" },
    { name: "去年", format: "money", quiet: true },
    { name: "单数", format: "whole" },
  ],
  rows: [
    { labels: ["10月"], values: ["1234.50", null, "2"], open: [] },
    { labels: ["11月"], values: ["0", "10", "0"], open: [] },
  ],
  drawn: 2,
};

describe("figures of a panel", () => {
  it("are written as people read them", () => {
    expect(showValue("money", "1234567.00", "zh-CN")).toBe("1,234,567");
    expect(showValue("money", "1234.5", "zh-CN")).toBe("1,234.50");
    expect(showValue("share", "0.625", "zh-CN")).toBe("63%");
    expect(showValue("plain", "61.04", "zh-CN")).toBe("61");
    expect(showValue("money", null, "zh-CN")).toBe("—");
  });

  it("change by a part of what they were, unless there was nothing", () => {
    expect(change("150", "100")).toBe(0.5);
    expect(change("0", "0")).toBe(0);
    expect(change("5", "0")).toBeUndefined();
    expect(change(null, "5")).toBeUndefined();
  });

  it("add up exactly", () => {
    expect(sumOf(["0.1", "0.2", null])).toBe("0.3");
    expect(sumOf(["99999999999.99", "0.01", "-1"])).toBe("99999999999");
    expect(sumOf([])).toBe("0");
  });

  it("leave what was put together undrawn where it dwarfs the rest, but in the file", () => {
    const row = (label: string, value: string, rest = false) => ({ labels: [label], values: [value], open: [], rest });
    const bars: Sheet = {
      ...sheet,
      kind: "bars",
      series: [{ name: "金额", format: "money" }],
      rows: [row("a", "5"), row("b", "4")],
    };
    expect(chartOf({ ...bars, rows: [...bars.rows, row("其他", "9", true)] }, "zh-CN").labels).toEqual([
      "a",
      "b",
      "其他",
    ]);
    const wide = { ...bars, rows: [...bars.rows, row("其他", "90", true)] };
    expect(chartOf(wide, "zh-CN").labels).toEqual(["a", "b"]);
    expect(excelOf(wide).rows).toHaveLength(3);
  });

  it("go into a file as plain decimals", () => {
    const row = { labels: ["1"], values: [String(2 / 3), "1e-7", null], open: [] };
    expect(excelOf({ ...sheet, rows: [row] }).rows[0]?.values).toEqual(["0.666667", "0", ""]);
  });

  it("are the same in the chart and in the file", () => {
    const chart = chartOf(sheet, "zh-CN");
    expect(chart.series.map((one) => one.values)).toEqual([
      [1234.5, 0],
      [null, 10],
    ]);
    expect(excelOf(sheet)).toMatchObject({
      drawn: 2,
      rows: [{ values: ["1234.50", "", "2"] }, { values: ["0", "10", "0"] }],
    });
  });
});
