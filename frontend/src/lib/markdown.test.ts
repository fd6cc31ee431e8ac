import { describe, expect, it } from "vitest";
import { parseMarkdown } from "./markdown";

describe("parseMarkdown", () => {
  it("reads headings, lists, tables, code and text", () => {
    const kinds = parseMarkdown(
      "# 标题\n\n一段 **粗** 文字\n\n- 甲\n- 乙\n  - 丙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n> 引\n\n---",
    ).map((block) => block.kind);
    expect(kinds).toEqual(["heading", "text", "list", "table", "code", "quote", "rule"]);
  });

  it("keeps nested items inside their item", () => {
    const [list] = parseMarkdown("1. 甲\n   - 乙\n2. 丙");
    if (list?.kind !== "list") throw new Error("no list");
    expect(list.ordered).toBe(true);
    expect(list.items).toHaveLength(2);
    expect(list.items[0]?.map((block) => block.kind)).toEqual(["text", "list"]);
  });

  it("leaves HTML as the text it is", () => {
    expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([
      { kind: "text", spans: [{ kind: "text", text: "<img src=x onerror=alert(1)>" }] },
    ]);
  });

  it("ends on anything", () => {
    for (const text of ["", "|", "- ", "```", "> >", "**", "[](", "1.\n\n\n"])
      expect(Array.isArray(parseMarkdown(text))).toBe(true);
  });
});
