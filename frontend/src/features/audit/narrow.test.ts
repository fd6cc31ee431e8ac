import { expect, test } from "vitest";
import { bare } from "./narrow";

test("what was not asked for is left out", () => {
  expect(bare({ kinds: [], user: undefined, text: "  ", from: "2026-11-20" })).toEqual({ from: "2026-11-20" });
  expect(bare({ kinds: ["print"], user: "王芳" })).toEqual({ kinds: ["print"], user: "王芳" });
});
