import { expect, test } from "vitest";
import { bare, narrowOf } from "./narrow";

test("what was not asked for is left out", () => {
  expect(bare({ kinds: [], user: undefined, text: "  ", from: "2026-11-20" })).toEqual({ from: "2026-11-20" });
  expect(bare({ kinds: ["print"], user: "王芳" })).toEqual({ kinds: ["print"], user: "王芳" });
});

test("the address says what the events are narrowed to; what it does not know is left out", () => {
  expect(narrowOf({ kinds: ["print", "dance"], user: "王芳", from: "yesterday", more: 1 })).toEqual({
    kinds: ["print"],
    user: "王芳",
  });
  expect(narrowOf({})).toEqual({});
});
