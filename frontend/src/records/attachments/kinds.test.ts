import { expect, test } from "vitest";
import { hasThumb, isPdf, isPicture, stemLength } from "./kinds";

test("what is shown in place goes by the last ending", () => {
  expect(["a.PNG", "b.jpeg", "c.webp"].every(isPicture)).toBe(true);
  expect(["a.svg", "a.png.exe", "png", "a.html"].some(isPicture)).toBe(false);
  expect([hasThumb("c.webp"), isPdf("合同.PDF"), isPdf("a.pdf.html")]).toEqual([false, true, false]);
});

test("a name is renamed up to its ending", () => {
  expect([stemLength("报价.v2.xlsx"), stemLength(".env"), stemLength("说明")]).toEqual([5, 4, 2]);
});
