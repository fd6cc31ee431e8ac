import { describe, expect, it } from "vitest";
import { capitals } from "./capitals";

describe("amounts in capital characters", () => {
  it.each([
    ["0", "零元整"],
    ["0.00", "零元整"],
    ["0.50", "伍角整"],
    ["0.05", "伍分"],
    ["10", "壹拾元整"],
    ["15.00", "壹拾伍元整"],
    ["107.05", "壹佰零柒元零伍分"],
    ["1409.50", "壹仟肆佰零玖元伍角整"],
    ["67087.00", "陆万柒仟零捌拾柒元整"],
    ["100000", "壹拾万元整"],
    ["107000.53", "壹拾万零柒仟元伍角叁分"],
    ["10000001", "壹仟万零壹元整"],
    ["100000000", "壹亿元整"],
    ["100010000.10", "壹亿零壹万元壹角整"],
    ["2000300040005", "贰万亿零叁亿零肆万零伍元整"],
    ["-12.30", "负壹拾贰元叁角整"],
  ])("%s", (amount, words) => expect(capitals(amount)).toBe(words));

  it("says nothing of what is no amount", () => {
    for (const amount of ["", "12a", "1,200", "99999999999999999"]) expect(capitals(amount)).toBeUndefined();
  });
});
