import { expect, it } from "vitest";
import { asTyped } from "./asTyped";

const now = new Date(2026, 10, 23, 10);

it("reads pasted days as typed ones, and leaves the rest to the core", () => {
  expect(asTyped("day", "明天", now)).toBe("2026-11-24");
  expect(asTyped("day", "3月8日", now)).toBe("2027-03-08");
  expect(asTyped("day", "2026/11/3", now)).toBe("2026-11-03");
  expect(asTyped("day", "不知道", now)).toBe("不知道");
  expect(asTyped("day", "", now)).toBe("");
  expect(asTyped("instant", "明天下午3点", now)).toBe(new Date(2026, 10, 24, 15).toISOString());
  expect(asTyped("text", "3/8", now)).toBe("3/8");
});
