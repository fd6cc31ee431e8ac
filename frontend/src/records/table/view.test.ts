import { expect, it } from "vitest";
import { viewOf } from "./view";

it("reads a view and leaves out what does not fit", () => {
  expect(
    viewOf({
      where: { field: "stage", op: "empty" },
      sort: [{ field: "amount", desc: true }, 7],
      columns: ["name", 3],
      q: 138,
      peek: "id1",
      other: true,
      as: "board",
      group: "stage",
      widths: { name: 200, region: "x" },
      pins: 2,
      density: "tight",
      rotten: true,
    }),
  ).toEqual({
    where: { field: "stage", op: "empty" },
    sort: [{ field: "amount", desc: true }],
    columns: ["name"],
    q: "138",
    peek: "id1",
    as: "board",
    group: "stage",
    widths: { name: 200 },
    pins: 2,
    rotten: true,
  });
  expect(viewOf({ where: "x", sort: {}, columns: "name", peek: "", as: "map", pins: 0, all: 1, rotten: 1 })).toEqual(
    {},
  );
});
