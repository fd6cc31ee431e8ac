import { expect, test } from "vitest";
import { around, differ } from "./diff";

const say = (before: string, after: string) =>
  differ(before, after)
    .map((piece) => ({ same: piece.text, gone: `[-${piece.text}-]`, come: `[+${piece.text}+]` })[piece.kind])
    .join("");

test("texts are compared by words", () => {
  expect(say("send two quotes", "send three quotes")).toBe("send [-two-][+three+] quotes");
  expect(say("客户要两套报价", "客户要三套报价和样品")).toBe("客户要[-两-][+三+]套报价[+和样品+]");
  expect(say("电话 13800000000 已接", "电话 13900000000 已接")).toBe("电话 [-13800000000-][+13900000000+] 已接");
});

test("empty and equal texts", () => {
  expect(say("", "新")).toBe("[+新+]");
  expect(say("旧", "")).toBe("[-旧-]");
  expect(say("一样", "一样")).toBe("一样");
});

test("nothing of either text is lost", () => {
  const before = "第一次电话：对方说预算在三月定。\n下次带样品。";
  const after = "第一次电话：对方说预算在四月定，需要总监签字。\n下次带样品和报价。";
  const pieces = differ(before, after);
  const of = (kind: string) =>
    pieces
      .filter((piece) => piece.kind === "same" || piece.kind === kind)
      .map((piece) => piece.text)
      .join("");
  expect(of("gone")).toBe(before);
  expect(of("come")).toBe(after);
});

test("what stayed is shortened away from the changes", () => {
  const long = "甲".repeat(200);
  const text = around(differ(`${long}两${long}`, `${long}三${long}`)).map((piece) => piece.text);
  expect(text[0]).toBe(`…${"甲".repeat(24)}`);
  expect(text.at(-1)).toBe(`${"甲".repeat(24)}…`);
});
