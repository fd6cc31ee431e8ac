import { expect, it } from "vitest";
import { nameOf } from "./useKeptPlace";

it("names whatever scrolls, a drawing as well", () => {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  Object.defineProperty(drawing, "className", { value: { baseVal: "" } }); // as browsers have it
  expect(nameOf(drawing)).toBe("svg");
  drawing.setAttribute("class", "chart large");
  expect(nameOf(drawing)).toBe("chart");
});
