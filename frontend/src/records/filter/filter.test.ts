import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import type { EntityDescription, Where } from "@/api";
import { startWords } from "@/app/i18n";
import { pick } from "@/ui/words";
import {
  both,
  complete,
  countConditions,
  dayChoiceOf,
  dayOperand,
  editedOp,
  fieldsOf,
  groupOf,
  quickFilter,
  whereOf,
} from "./model";
import { filterWords } from "./words";

const text = (zh: string) => ({ zh, en: zh });
const customer: EntityDescription = {
  name: "customer",
  label: text("客户"),
  plural: text("客户"),
  module: "customers",
  title: "name",
  verbs: [],
  fields: [
    { name: "name", label: text("客户名称"), kind: "text", search: 5 },
    { name: "region", label: text("地区"), kind: "region" },
    { name: "note", label: text("备注"), kind: "longtext" },
  ],
};
const opportunity: EntityDescription = {
  name: "opportunity",
  label: text("商机"),
  plural: text("商机"),
  module: "sales",
  title: "name",
  verbs: [],
  fields: [
    { name: "name", label: text("商机名称"), kind: "text", search: 4 },
    { name: "customerId", label: text("客户"), kind: "ref", target: "customer" },
    { name: "ownerId", label: text("负责人"), kind: "ref", target: "user", system: true },
    {
      name: "stage",
      label: text("阶段"),
      kind: "choice",
      options: [
        { value: "won", label: text("赢单") },
        { value: "lost", label: text("输单") },
      ],
    },
    { name: "amount", label: text("金额"), kind: "money" },
    { name: "closedOn", label: text("结束日期"), kind: "day" },
    { name: "lastFollowUpOn", label: text("最近跟进"), kind: "day" },
  ],
};
const byName = new Map([customer, opportunity].map((entity) => [entity.name, entity]));

describe("the filter in words", () => {
  beforeAll(() => startWords("zh-CN"));
  const say = (where: Where) =>
    filterWords(where, {
      t: i18next.t,
      say: (words) => pick(words, "zh-CN"),
      entity: opportunity,
      byName,
      titles: { u1: "王芳" },
    });

  it.each<[Where, string]>([
    [{ field: "stage", op: "in", value: ["won"] }, "阶段 是 赢单"],
    [{ field: "stage", op: "in", value: ["won", "lost"] }, "阶段 是其中之一 赢单、输单"],
    [{ field: "stage", op: "notIn", value: ["won", "lost"] }, "阶段 都不是 赢单、输单"],
    [{ field: "stage", op: "notIn", value: ["won"] }, "阶段 不是 赢单"],
    [{ field: "stage", op: "ne", value: "won" }, "阶段 不是 赢单"],
    [{ field: "id", op: "in", value: ["a", "b"] }, "指定的 2 条"],
    [{ field: "amount", op: "gt", value: "10000" }, "金额 大于 10,000.00"],
    [{ field: "amount", op: "between", value: ["1", "20"] }, "金额 在 1.00 至 20.00 之间"],
    [{ field: "amount", op: "between", value: [null, "20"] }, "金额 不大于 20.00"],
    [{ field: "closedOn", op: "between", value: ["2026-03-08", null] }, "结束日期 不早于 2026-03-08"],
    [{ field: "closedOn", op: "between", value: ["2026-03-08", "2026-03-08"] }, "结束日期 是 2026-03-08"],
    [{ field: "customerId.region", op: "startsWith", value: "浙江省" }, "客户 › 地区 开头是 浙江省"],
    [
      { field: "customerId.region", op: "startsWith", value: "北京市/市辖区/东城区" },
      "客户 › 地区 开头是 北京市 东城区",
    ],
    [{ field: "ownerId", op: "in", value: { me: true } }, "负责人 是 我"],
    [{ field: "ownerId", op: "in", value: ["u1"] }, "负责人 是 王芳"],
    [{ field: "closedOn", op: "eq", value: { last: { days: 7 } } }, "结束日期 是 最近 7 天"],
    [{ field: "closedOn", op: "ge", value: { this: "month" } }, "结束日期 不早于 本月"],
    [{ field: "closedOn", op: "empty" }, "结束日期 为空"],
    [{ field: "customerId.note", op: "contains", value: "主管" }, "客户 › 备注 包含 主管"],
    [{ field: "closedOn", op: "ne", value: { this: "month" } }, "结束日期 不在 本月"],
    [{ field: "lastFollowUpOn", op: "ne", value: { last: { days: 30 } } }, "最近 30 天没有跟进"],
    [{ field: "lastFollowUpOn", op: "eq", value: { this: "week" } }, "本周有跟进"],
    [
      {
        and: [
          { field: "stage", op: "in", value: ["won"] },
          {
            or: [
              { field: "amount", op: "gt", value: "1" },
              { field: "closedOn", op: "empty" },
            ],
          },
        ],
      },
      "阶段 是 赢单 且 (金额 大于 1.00 或 结束日期 为空)",
    ],
  ])("%j", (where, words) => {
    expect(say(where)).toBe(words);
  });
});

describe("the filter tree", () => {
  it("leaves out what is not filled in", () => {
    expect(complete({ field: "amount", op: "gt" })).toBeUndefined();
    expect(
      complete({
        and: [
          { field: "amount", op: "gt" },
          { field: "stage", op: "empty" },
        ],
      }),
    ).toEqual({
      field: "stage",
      op: "empty",
    });
    expect(complete({ or: [{ and: [] }, { field: "stage", op: "in", value: [] }] })).toBeUndefined();
    expect(complete({ field: "amount", op: "between", value: [null, "5"] })).toBeDefined();
    expect(complete({ field: "amount", op: "between", value: [null, null] })).toBeUndefined();
  });

  it("counts conditions at any depth", () => {
    const where: Where = { and: [{ field: "a", op: "empty" }, { not: { or: [{ field: "b", op: "empty" }] } }] };
    expect(countConditions(where)).toBe(2);
  });

  it("joins filters without needless nesting", () => {
    const a: Where = { field: "a", op: "empty" };
    const b: Where = { field: "b", op: "empty" };
    expect(both(undefined, a)).toEqual(a);
    expect(both({ and: [a, b] }, b)).toEqual({ and: [a, b, b] });
    expect(whereOf(groupOf({ or: [a, b] }))).toEqual({ or: [a, b] });
  });

  it("takes what none of may hold apart into its parts, at any depth, and puts it together again", () => {
    const a: Where = { field: "a", op: "empty" };
    const b: Where = { field: "b", op: "empty" };
    expect(groupOf({ not: { or: [a, b] } })).toEqual({ join: "none", parts: [a, b] });
    expect(groupOf({ not: { and: [a, b] } })).toEqual({ join: "none", parts: [{ and: [a, b] }] });
    expect(groupOf({ not: { not: a } })).toEqual({ join: "none", parts: [{ not: a }] });
    expect(whereOf(groupOf({ not: { or: [a, b] } }))).toEqual({ not: { or: [a, b] } });
    expect(complete(whereOf(groupOf({ not: a })))).toEqual({ not: a });
  });

  it("edits a comparison with one choice as one that takes several", () => {
    expect(editedOp("choice", "eq")).toBe("in");
    expect(editedOp("ref", "ne")).toBe("notIn");
    expect(editedOp("text", "ne")).toBe("ne");
    expect(editedOp("flag", "eq")).toBe("eq");
  });

  it("offers fields of what is referred to, and none that cannot be asked", () => {
    const paths = fieldsOf(opportunity, byName).map((field) => field.path);
    expect(paths).toContain("customerId.region");
    expect(paths).toContain("customerId.note");
    expect(fieldsOf({ ...customer, fields: [{ name: "items", label: text("明细"), kind: "lines" }] }, byName)).toEqual(
      [],
    );
  });

  it("looks for quick text in names, its own and those of what it refers to", () => {
    expect(quickFilter(customer, " 二期 ")).toEqual({ field: "name", op: "contains", value: "二期" });
    expect(quickFilter(opportunity, "二期")).toEqual({
      or: [
        { field: "name", op: "contains", value: "二期" },
        { field: "customerId", op: "contains", value: "二期" },
      ],
    });
    expect(quickFilter(opportunity, "  ")).toBeUndefined();
    const followUp: EntityDescription = {
      ...customer,
      title: "summary",
      fields: [
        { name: "summary", label: text("摘要"), kind: "text" },
        { name: "content", label: text("内容"), kind: "longtext", search: 3 },
        { name: "note", label: text("备注"), kind: "longtext", search: 1 },
      ],
    };
    expect(quickFilter(followUp, "报价")).toEqual({
      or: [
        { field: "summary", op: "contains", value: "报价" },
        { field: "content", op: "contains", value: "报价" },
      ],
    });
  });

  it.each(["today", "yesterday", "tomorrow", "thisMonth", "previousYear", "last", "next"] as const)(
    "reads %s back as it wrote it",
    (choice) => {
      expect(dayChoiceOf(dayOperand(choice, 30)).choice).toBe(choice);
    },
  );
});
