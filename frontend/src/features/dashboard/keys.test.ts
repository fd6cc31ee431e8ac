import { describe, expect, it } from "vitest";
import type { FieldSpec } from "@/api";
import { keyWhere, otherWhere, sayKey, shortMonth } from "./keys";

const spec = (kind: FieldSpec["kind"], options?: FieldSpec["options"]) =>
  ({ name: "x", kind, label: { zh: "", en: "" }, options }) as FieldSpec;
const words = {
  say: (each: unknown) => (typeof each === "object" && each ? (each as { zh: string }).zh : String(each)),
  titles: { u1: "王芳" },
  lang: "zh-CN",
  none: "未填",
  yes: "是",
  no: "否",
};

describe("the rows of a group", () => {
  it("are found by exactly its value", () => {
    expect(keyWhere({ field: "stage" }, spec("choice"), "won")).toEqual({ field: "stage", op: "eq", value: "won" });
    expect(keyWhere({ field: "ownerId" }, spec("ref"), null)).toEqual({ field: "ownerId", op: "empty" });
    expect(keyWhere({ field: "active" }, spec("flag"), false)).toEqual({ field: "active", op: "eq", value: false });
  });

  it("lie in a stretch of days", () => {
    expect(keyWhere({ field: "closedOn", by: "month" }, spec("day"), "2026-02")).toEqual({
      field: "closedOn",
      op: "between",
      value: ["2026-02-01", "2026-02-28"],
    });
    expect(keyWhere({ field: "closedOn", by: "day" }, spec("day"), "2026-02-03")).toMatchObject({ op: "eq" });
    expect(keyWhere({ field: "createdAt", by: "day" }, spec("instant"), "2026-02-03")).toMatchObject({ op: "between" });
  });

  it("lie in a place, unless the place is known less closely", () => {
    const city = { field: "region", by: "city" };
    expect(keyWhere(city, spec("region"), "浙江省/杭州市")).toMatchObject({ op: "startsWith" });
    expect(keyWhere(city, spec("region"), "浙江省")).toMatchObject({ op: "eq" });
  });

  it("that are left over are in none of the groups shown", () => {
    expect(otherWhere({ field: "ownerId" }, spec("ref"), ["u1", null])).toEqual({
      not: {
        or: [
          { field: "ownerId", op: "eq", value: "u1" },
          { field: "ownerId", op: "empty" },
        ],
      },
    });
  });
});

describe("the name of a group", () => {
  it("is what people call it", () => {
    const stage = spec("choice", [{ value: "won", label: { zh: "赢单", en: "Won" } }]);
    expect(sayKey({ field: "stage" }, stage, "won", words)).toBe("赢单");
    expect(sayKey({ field: "ownerId" }, spec("ref"), "u1", words)).toBe("王芳");
    expect(sayKey({ field: "ownerId" }, spec("ref"), null, words)).toBe("未填");
    expect(sayKey({ field: "closedOn", by: "quarter" }, spec("day"), "2026-Q1", words)).toBe("2026年1季度");
    expect(shortMonth("2026-03", "zh-CN")).toBe("3月");
    expect(shortMonth("2026-01", "en")).toBe("Jan 26");
  });
});
