import { expect, it } from "vitest";
import { heard } from "./useAhead";
import type { View } from "./view";

const plain: View = {};
const sorted: View = { sort: [{ field: "name" }] };
const both: View = { sort: [{ field: "name" }], peek: "a" };

it("keeps what is shown when the address repeats it, one change after the other", () => {
  const was = { said: plain, view: both, coming: [sorted, both] };
  const first = heard(was, { ...sorted });
  expect(first.view).toBe(both);
  const second = heard(first, { ...both });
  expect(second.view).toBe(both);
  expect(second.coming).toEqual([]);
});

it("shows what the address says by itself", () => {
  const was = { said: both, view: both, coming: [] };
  expect(heard(was, sorted).view).toEqual(sorted);
  // What both have in common stays the very same, so that nothing is read anew for it.
  expect(heard(was, { sort: [{ field: "name" }] }).view.sort).toBe(both.sort);
});

it("is left alone by an address it knows", () => {
  const was = { said: plain, view: sorted, coming: [sorted] };
  expect(heard(was, plain)).toBe(was);
});
