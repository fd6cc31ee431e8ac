import { describe, expect, it } from "vitest";
import { en } from "./en";
import { zh } from "./zh-CN";

function keys(words: object, path = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === "string" ? [`${path}${name}`] : keys(value as object, `${path}${name}.`),
  );
}
function at(words: object, path: string): string {
  return path.split(".").reduce<unknown>((value, name) => (value as { [key: string]: unknown })[name], words) as string;
}
const holes = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((found) => found[1]).sort();

describe("the words of the pages", () => {
  it("exist in both languages", () => {
    expect(keys(en).sort()).toEqual(keys(zh).sort());
  });

  it("are never empty and take the same values", () => {
    for (const key of keys(zh)) {
      expect(at(zh, key).trim(), key).not.toBe("");
      expect(at(en, key).trim(), key).not.toBe("");
      expect(holes(at(en, key)), key).toEqual(holes(at(zh, key)));
    }
  });

  it("are calm: no exclamation marks", () => {
    for (const key of keys(zh)) expect(at(zh, key) + at(en, key), key).not.toMatch(/[!！]/);
  });
});
