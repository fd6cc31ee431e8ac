import { expect, it } from "vitest";
import { stepped } from "./zoom";

it("goes from step to step and stays at the ends", () => {
  expect(stepped(1, 1)).toBe(1.1);
  expect(stepped(1, -1)).toBe(0.9);
  expect(stepped(1.33, 1)).toBe(1.5);
  expect(stepped(1.33, 0)).toBe(1);
  expect(stepped(2, 1)).toBe(2);
  expect(stepped(0.5, -1)).toBe(0.5);
});
