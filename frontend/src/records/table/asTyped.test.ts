import { expect, it } from "vitest";
import { asTyped } from "./asTyped";

const now = new Date(2026, 10, 23, 10);

it("reads pasted days and figures as typed ones, and leaves the rest to the core", () => {
  expect(asTyped("day", "明天", now)).toBe("2026-11-24");
  expect(asTyped("day", "3月8日", now)).toBe("2027-03-08");
  expect(asTyped("day", "2026/11/3", now)).toBe("2026-11-03");
  expect(asTyped("day", "不知道", now)).toBe("不知道");
  expect(asTyped("day", "", now)).toBe("");
  expect(asTyped("instant", "明天下午3点", now)).toBe(new Date(2026, 10, 24, 15).toISOString());
  expect(asTyped("money", "3千5", now)).toBe("3500.00");
  expect(asTyped("money", "￥1,234.5", now)).toBe("1234.50");
  expect(asTyped("money", "(1,200)", now)).toBe("(1,200)");
  expect(asTyped("number", "2万", now)).toBe("20000");
  expect(asTyped("text", "3/8", now)).toBe("3/8");
});
