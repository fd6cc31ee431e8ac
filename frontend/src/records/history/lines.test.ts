import { expect, test } from "vitest";
import { differLines } from "./lines";

const names = ["productId", "quantity", "price"];
const line = (productId: string, quantity: string, price = "1.00") => ({ productId, quantity, price });

test("lines of one product are compared, others came or went", () => {
  const before = [line("motor", "4"), line("drive", "31"), line("cable", "2")];
  const after = [line("cable", "2"), line("motor", "3", "0.90"), line("switch", "1")];
  expect(differLines(before, after, names).map(({ kind, at, columns }) => [kind, at, columns.join()])).toEqual([
    ["changed", 1, "quantity,price"],
    ["gone", 1, names.join()],
    ["come", 2, names.join()],
  ]);
});

test("what only moved is no change, nor is a blank that was none", () => {
  const one = { productId: "motor", quantity: "1", price: null };
  expect(
    differLines([one, line("drive", "2")], [line("drive", "2"), { productId: "motor", quantity: "1" }], names),
  ).toEqual([]);
});

test("two lines of one product stay two", () => {
  const changes = differLines(
    [line("motor", "1"), line("motor", "2")],
    [line("motor", "2"), line("motor", "5")],
    names,
  );
  expect(changes.map(({ kind, before, after }) => [kind, before?.quantity, after?.quantity])).toEqual([
    ["changed", "1", "5"],
  ]);
});
