import { describe, expect, it } from "vitest";
import { cellCount, cellsBetween, readTable, spread, writeTable } from "./range";

describe("what comes from the clipboard", () => {
  it("reads rows and cells as Excel writes them", () => {
    expect(readTable("甲\t1\r\n乙\t2\r\n")).toEqual([
      ["甲", "1"],
      ["乙", "2"],
    ]);
    expect(readTable("甲\t\r\n")).toEqual([["甲", ""]]);
    expect(readTable("一格")).toEqual([["一格"]]);
  });

  it("keeps lines and quotes inside a cell", () => {
    expect(readTable('"第一行\n第二行"\t"他说""好"""\n')).toEqual([["第一行\n第二行", '他说"好"']]);
    expect(readTable('"27 英寸\t1\n乙\t2')).toEqual([
      ['"27 英寸', "1"],
      ["乙", "2"],
    ]);
  });

  it("reads back what it wrote", () => {
    const table = [
      ["a\tb", 'x"y'],
      ["两\n行", ""],
    ];
    expect(readTable(writeTable(table))).toEqual(table);
  });
});

describe("a block of cells", () => {
  it("has its corners in any order, and never the check box", () => {
    const cells = cellsBetween({ row: 5, column: 0 }, { row: 2, column: 3 });
    expect(cells).toEqual({ top: 2, bottom: 5, left: 1, right: 3 });
    expect(cellCount(cells)).toBe(12);
  });

  it("is filled by what fits into it a whole number of times", () => {
    const cells = { top: 0, bottom: 1, left: 1, right: 4 };
    expect(spread([["a"]], cells)).toEqual([
      ["a", "a", "a", "a"],
      ["a", "a", "a", "a"],
    ]);
    expect(spread([["a", "b"]], cells)[1]).toEqual(["a", "b", "a", "b"]);
    expect(spread([["a", "b", "c"]], cells)).toEqual([["a", "b", "c"]]);
  });
});
