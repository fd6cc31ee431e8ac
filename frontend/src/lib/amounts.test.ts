import { expect, it } from "vitest";
import { addAmounts, lineAmount } from "./amounts";

it.each([
  ["12.50", "4", undefined, "50.00"],
  ["99.99", "3", 20, "239.98"],
  ["0.05", "0.5", undefined, "0.03"],
  ["100", "1", 6.5, "93.50"],
  ["-10.00", "1.5", 0, "-15.00"],
  ["99999999999.99", "1000", undefined, "99999999999990.00"],
])("%s × %s less %s %%", (price, quantity, discount, amount) => {
  expect(lineAmount(price, quantity, discount)).toBe(amount);
});

it("computes nothing without price and quantity", () => {
  expect(lineAmount("12.50", undefined, 0)).toBeUndefined();
  expect(lineAmount(undefined, "1", 0)).toBeUndefined();
});

it("adds without losing a fen", () => {
  expect(addAmounts(["0.10", "0.20", undefined, "-0.05"])).toBe("0.25");
});
