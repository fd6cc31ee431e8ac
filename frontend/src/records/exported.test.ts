import { describe, expect, it } from "vitest";
import type { FieldSpec } from "@/api";
import { exported } from "./exported";

const fields = [
  { name: "name", kind: "text" },
  { name: "level", kind: "choice" },
  { name: "closedOn", kind: "day" },
  { name: "tags", kind: "tags" },
].map((spec) => spec as FieldSpec);
const sort = [{ field: "name" }];

describe("the file of a list", () => {
  it("has the rows of a group together, with what they are put together by", () => {
    expect(exported({ group: "level", sort, columns: ["name"] }, fields)).toEqual({
      sort: [{ field: "level", desc: false }, { field: "name" }],
      columns: ["name", "level"],
    });
    expect(
      exported({ group: "closedOn:month", sort: [{ field: "closedOn", desc: true }], columns: ["closedOn"] }, fields),
    ).toEqual({
      sort: [{ field: "closedOn", desc: true }],
      columns: ["closedOn"],
    });
  });

  it("is as the list is where nothing is put together, or a row stands in several groups", () => {
    for (const group of [undefined, "tags", "gone"])
      expect(exported({ group, sort, columns: ["name"] }, fields)).toEqual({ sort, columns: ["name"] });
  });
});
