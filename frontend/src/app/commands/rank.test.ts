import { expect, it } from "vitest";
import { rank } from "./rank";
import type { Command, CommandGroup } from "./registry";

const command = (id: string, label: string, group: CommandGroup, words?: string): Command => ({
  id,
  label,
  group,
  words,
  run: () => undefined,
});
const all = [
  command("create.customer", "新建客户", "create", "new customer"),
  command("open.customer", "客户", "go", "customer Customers"),
  command("record.edit", "编辑当前记录", "record", "edit"),
  command("theme", "切换深色与浅色", "look", "dark light"),
];
const found = (typed: string, recent: string[] = []) => rank(all, typed, recent).map((each) => each.id);

it("finds by characters, pinyin, initials, a mixture and English", () => {
  expect(found("客户")[0]).toBe("open.customer");
  expect(found("xjkh")).toEqual(["create.customer"]);
  expect(found("xinjian")).toEqual(["create.customer"]);
  expect(found("新建kh")).toEqual(["create.customer"]);
  expect(found("dark")).toEqual(["theme"]);
  expect(found("bianji")).toEqual(["record.edit"]);
  expect(found("没有这个")).toEqual([]);
});

it("puts what was used lately first among those that fit alike", () => {
  expect(found("customer")[0]).toBe("open.customer");
  expect(found("customer", ["create.customer"])[0]).toBe("create.customer");
});
