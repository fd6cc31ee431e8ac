import { expect, it } from "vitest";
import { giveDrafts, keeper, takeDrafts } from "./drafts";

it("takes what every keeper has and gives it back", () => {
  let words: unknown = ["写了一半"];
  keeper("a", {
    take: () => words,
    give: (kept) => {
      words = kept;
    },
  });
  keeper("b", { take: () => undefined, give: () => undefined });
  const text = takeDrafts();
  words = undefined;
  expect(takeDrafts()).toBe("");
  expect(giveDrafts(text)).toBe(true);
  expect(words).toEqual(["写了一半"]);
  expect(giveDrafts("{")).toBe(false);
  expect(giveDrafts('{"gone":1}')).toBe(false);
});

it("keeps what is given back too early until somebody takes it", () => {
  expect(giveDrafts('{"late":"写了一半"}')).toBe(false);
  expect(JSON.parse(takeDrafts()).late).toBe("写了一半");
  let words: unknown;
  keeper("late", {
    take: () => undefined,
    give: (kept) => {
      words = kept;
    },
  });
  expect(words).toBe("写了一半");
});
