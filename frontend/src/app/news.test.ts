import { expect, it } from "vitest";
import { newsFor } from "./news";

it("tells of a version that came since, and of nothing else", () => {
  for (const [version, seen, news] of [
    ["0.2.0", "0.1.0", "newer"],
    ["0.10.0", "0.9.3", "newer"],
    ["1.0.0", "0.9", "newer"],
    ["1.0.0", "1.0.0-rc1", "newer"],
    ["1.0.0-rc1", "1.0.0", "none"],
    ["0.2.0", "0.2.0", "none"],
    ["0.2.0", "v0.2.0", "none"],
    ["0.2", "0.2.0", "none"],
    ["0.1.0", "0.2.0", "none"], // an older program was started again
    ["0.2.0", undefined, "first"],
    ["0.2.0", "", "first"],
  ] as const)
    expect([version, seen, newsFor(version, seen)]).toEqual([version, seen, news]);
});
