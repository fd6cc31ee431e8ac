import { describe, expect, it } from "vitest";
import figures from "../../../backend/core/sheet/testdata/numbers.json";
import { group, parseDecimal, parseMoney, showMoney, showShort } from "./money";

describe("amounts", () => {
  it.each([
    ["59600", "zh-CN", "5.96万"],
    ["60000", "zh-CN", "6万"],
    ["15139000", "zh-CN", "1513.9万"],
    ["123456789", "zh-CN", "1.23亿"],
    ["-59600", "en", "-59.6K"],
    ["1251000", "en", "1.25M"],
    ["0", "en", "0"],
  ])("writes %s short in %s", (amount, lang, words) => {
    expect(showShort(amount, lang)).toBe(words);
  });

  it.each([
    ["1,234.5", "1234.50"],
    ["￥1234", "1234.00"],
    ["1.2万", "12000.00"],
    ["3亿", "300000000.00"],
    ["50k", "50000.00"],
    ["-12.30", "-12.30"],
    ["１２３．４", "123.40"],
    [".5", "0.50"],
    ["-0", "0.00"],
    ["0.1", "0.10"],
    ["3千5", "3500.00"],
    ["1万2", "12000.00"],
    ["1万2千", "12000.00"],
    ["1万零5", "10005.00"],
    ["三万五", "35000.00"],
    ["两百", "200.00"],
    ["十五", "15.00"],
    ["1亿2千万", "120000000.00"],
    ["1.5百万", "1500000.00"],
    ["12块5", "12.50"],
    ["2.5 million", "2500000.00"],
    ["-3千5", "-3500.00"],
    ["1万元整", "10000.00"],
    ["99999999999999.99", "99999999999999.99"],
  ])("reads %s", (typed, amount) => {
    expect(parseMoney(typed)).toBe(amount);
  });

  it.each(["", "abc", "1.2.3", "1.234", "万", "-", "3千5千5x", "5 6万x", "千5"])("refuses %s", (typed) => {
    expect(parseMoney(typed)).toBeUndefined();
  });

  it("reads figures as files are read", () => {
    for (const [typed, decimal] of Object.entries(figures.reads))
      expect([typed, Number(parseDecimal(typed))]).toEqual([typed, Number(decimal)]);
    for (const typed of figures.refuses) expect([typed, parseDecimal(typed)]).toEqual([typed, undefined]);
  });

  it("keeps every digit of a quantity", () => {
    expect(parseDecimal("1.2345")).toBe("1.2345");
    expect(parseDecimal("0.0010")).toBe("0.001");
  });

  it("writes thousands and two decimals", () => {
    expect(showMoney("1234.5")).toBe("1,234.50");
    expect(showMoney("-1234567")).toBe("-1,234,567.00");
    expect(group("1000000")).toBe("1,000,000");
    expect(group("12.3456")).toBe("12.3456");
  });
});
