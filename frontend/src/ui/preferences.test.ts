import { expect, it } from "vitest";
import { readingOf } from "./preferences";

it.each([
  [["en-US", "en"], "en"],
  [["en-GB", "zh-CN"], "en"],
  [["zh-CN", "en"], "zh-CN"],
  [["zh-TW"], "zh-CN"],
  [["de-DE", "en"], "en"],
  [["de-DE"], "zh-CN"],
  [[], "zh-CN"],
])("a browser that asks for %j begins in %s", (asked, reading) => {
  expect(readingOf(asked)).toBe(reading);
});
