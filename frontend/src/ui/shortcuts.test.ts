import { afterEach, expect, it } from "vitest";
import { chooseKeys, fitsAsKeys, forgetKeys, keysOf } from "./shortcuts";

afterEach(forgetKeys);

it("gives a command other keys, none, and its usual ones again", () => {
  expect(keysOf("create")).toBe("c");
  chooseKeys("create", "n");
  expect(keysOf("create")).toBe("n");
  chooseKeys("create", "");
  expect(keysOf("create")).toBeUndefined();
  chooseKeys("create", undefined);
  expect(keysOf("create")).toBe("c");
  expect(keysOf("theme")).toBeUndefined();
});

it("takes single signs and keys with Ctrl or Alt, but none that others need", () => {
  for (const keys of ["n", "/", "f8", "mod+j", "alt+n", "mod+shift+k"]) expect(fitsAsKeys(keys), keys).toBe(true);
  for (const keys of ["g", "enter", "tab", "escape", " ", "mod+c", "mod+v", "mod+w", "中"])
    expect(fitsAsKeys(keys), keys).toBe(false);
});
