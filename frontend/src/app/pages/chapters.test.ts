import { expect, it } from "vitest";
import { parseMarkdown } from "@/lib/markdown";
import { chaptersIn, passages } from "./chapters";

it("leads to the heading that fits, or that what is said stands below", () => {
  for (const [lang, typed] of [
    ["zh-CN", "五步上手"],
    ["zh-CN", "sanfenzhong"],
    ["en", "get started in five steps"],
  ] as const) {
    const [first] = passages(lang, typed, 3);
    expect(first?.chapter).toBe("01-first-steps");
    const chapter = chaptersIn(lang).find((each) => each.name === first?.chapter);
    const headings = parseMarkdown(chapter?.text ?? "").flatMap((block) =>
      block.kind === "heading" ? [block.id] : [],
    );
    expect(headings).toContain(first?.at);
  }
});

it("offers a chapter of that title first, from its beginning", () => {
  const [first] = passages("zh-CN", "快捷键", 3);
  expect([first?.chapter, first?.at]).toEqual(["15-keyboard", undefined]);
});
