import { afterEach, describe, expect, it, vi } from "vitest";
import type { FieldSpec } from "@/api";
import * as api from "@/api";
import { columnsOf, groupsOf } from "./exported";

const month = { field: "closedOn", by: "month" as const, spec: { name: "closedOn", kind: "day" } as FieldSpec };
const words = { by: "成交日", sums: ["amount"], nameOf: (key: unknown) => (key === null ? "没有" : String(key)) };

afterEach(() => vi.restoreAllMocks());

describe("the file of a list", () => {
  it("has what its rows are put together by among its columns", () => {
    expect(columnsOf(["name"], month)).toEqual(["name", "closedOn"]);
    expect(columnsOf(["closedOn", "name"], month)).toEqual(["closedOn", "name"]);
    expect(columnsOf(["name"], undefined)).toEqual(["name"]);
  });

  it("has the groups of the screen, in their order", async () => {
    const rows = [{ keys: [null] }, { keys: ["2026-02"] }].map((row) => ({ ...row, values: [1] }));
    vi.spyOn(api, "call").mockResolvedValue({ rows, titles: {} } as never);
    const list = { entity: "opportunity", sort: [{ field: "closedOn", desc: true }] };
    expect(await groupsOf(list, month, words)).toEqual({
      by: "成交日",
      sums: ["amount"],
      list: [
        { name: "2026-02", where: { field: "closedOn", op: "between", value: ["2026-02-01", "2026-02-28"] } },
        { name: "没有", where: { field: "closedOn", op: "empty" } },
      ],
    });
  });
});
