import { describe, expect, it } from "vitest";
import type { FieldSpec } from "@/api";
import type { PivotView } from "@/features/dashboard/board";
import { cellWhere, planOf, tableOf } from "./model";

const view: PivotView = {
  entity: "opportunity",
  rows: [{ field: "ownerId" }, { field: "stage" }],
  columns: [{ field: "closedOn", by: "month" }],
  values: [{ op: "avg", field: "amount" }],
  where: { field: "amount", op: "gt", value: 0 },
  sort: { value: 0, desc: true },
};
const spec = (path: string) => ({ name: path, kind: path === "closedOn" ? "day" : "ref" }) as FieldSpec;
const rows = (...list: [(string | null)[], number][]) => ({
  titles: {},
  rows: list.map(([keys, value]) => ({ keys, values: [value] })),
});

describe("a pivot", () => {
  const plan = planOf(view);

  it("asks for its totals instead of adding averages up", () => {
    expect(plan.depth).toEqual([
      { rows: 2, columns: 1 },
      { rows: 2, columns: 0 },
      { rows: 1, columns: 1 },
      { rows: 1, columns: 0 },
      { rows: 0, columns: 1 },
      { rows: 0, columns: 0 },
    ]);
    expect(plan.questions[2]?.groups).toEqual([{ field: "ownerId" }, { field: "closedOn", by: "month" }]);
  });

  it("stands in order, with sums above their parts", () => {
    const table = tableOf(view, plan, [
      rows([["a", "won", "2026-01"], 1], [["b", "won", "2026-02"], 9], [["b", "lost", "2026-01"], 4]),
      rows([["a", "won"], 1], [["b", "lost"], 4], [["b", "won"], 9]),
      rows([["a", "2026-01"], 1], [["b", "2026-01"], 4], [["b", "2026-02"], 9]),
      rows([["a"], 1], [["b"], 6.5]),
      rows([["2026-01"], 2.5], [["2026-02"], 9]),
      rows([[], 5]),
    ]);
    expect(table.columns).toEqual(["2026-01", "2026-02"]);
    expect(table.rows.map((row) => row.keys)).toEqual([["b"], ["b", "won"], ["b", "lost"], ["a"], ["a", "won"]]);
    expect(table.rows[0]?.cells).toEqual([["4"], ["9"], ["6.5"]]);
    expect(table.rows[1]?.cells).toEqual([[], ["9"], ["9"]]);
    expect(table.total).toEqual([["2.5"], ["9"], ["5"]]);
  });

  it("knows the rows behind each cell", () => {
    expect(cellWhere(view, ["b", "won"], "2026-02", spec)).toEqual({
      and: [
        { field: "amount", op: "gt", value: 0 },
        { field: "ownerId", op: "eq", value: "b" },
        { field: "stage", op: "eq", value: "won" },
        { field: "closedOn", op: "between", value: ["2026-02-01", "2026-02-28"] },
      ],
    });
    expect(cellWhere(view, [], undefined, spec)).toEqual(view.where);
    expect(cellWhere(view, [null], undefined, spec)).toMatchObject({ and: [{}, { field: "ownerId", op: "empty" }] });
  });
});
