import { expect, it } from "vitest";
import { weightedThen } from "./figures";

it("weighs an earlier day only where nearly all its stages are known", () => {
  expect(weightedThen({ amount: "1000.00", weighted: "400.00", unknownAmount: "20.00" })).toBe("400.00");
  expect(weightedThen({ amount: "1000.00", weighted: "400.00", unknownAmount: "20.01" })).toBeNull();
  expect(weightedThen({ amount: "0.00", weighted: "0.00", unknownAmount: "0.00" })).toBe("0.00");
  expect(weightedThen(undefined)).toBeNull();
});
