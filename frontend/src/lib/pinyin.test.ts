import { describe, expect, it } from "vitest";
import { match } from "./pinyin";

describe("match", () => {
  it.each([
    ["客户", "客"],
    ["客户", "kehu"],
    ["客户", "kh"],
    ["客户", "KH"],
    ["跟进记录", "gj"],
    ["跟进记录", "jilu"],
    ["新建商机", "xjsj"],
    ["赢率", "yinglv"],
    ["Customers", "cust"],
    ["新建客户", "xinjian kh"],
    ["新建客户", "新建kh"],
    ["今日", "jinr"],
    ["银行流水", "yinhang"],
    ["银行流水", "yinxing"],
    ["Change history", "ch"],
  ])("%s is found by %s", (label, typed) => {
    expect(match(label, typed)).toBeGreaterThan(0);
  });

  it("does not find what is not there", () => {
    expect(match("客户", "dd")).toBe(0);
    expect(match("客户", "订单")).toBe(0);
    expect(match("客户", "kehux")).toBe(0);
    expect(match("仪表盘", "ykp")).toBe(0);
  });

  it("ranks the exact before the beginning before the inside", () => {
    expect(match("客户", "客户")).toBeGreaterThan(match("客户分群", "客户"));
    expect(match("客户分群", "客户")).toBeGreaterThan(match("新建客户", "客户"));
  });
});
