import { describe, expect, it } from "vitest";
import { ofDay, parseDay, readDay, sayDay } from "./day";

// A Saturday.
const today = new Date(2026, 10, 21);

describe("parseDay", () => {
  it.each([
    ["今天", "2026-11-21"],
    ["明天", "2026-11-22"],
    ["大后天", "2026-11-24"],
    ["昨天", "2026-11-20"],
    ["周六", "2026-11-21"],
    ["周一", "2026-11-23"],
    ["星期日", "2026-11-22"],
    ["本周一", "2026-11-16"],
    ["下周一", "2026-11-23"],
    ["下周五", "2026-11-27"],
    ["上周五", "2026-11-13"],
    ["3天后", "2026-11-24"],
    ["三天后", "2026-11-24"],
    ["两周后", "2026-12-05"],
    ["10天", "2026-12-01"],
    ["3个星期", "2026-12-12"],
    ["两个月", "2027-01-21"],
    ["下个月", "2026-12-21"],
    ["半个月后", "2026-12-06"],
    ["明年3月8日", "2027-03-08"],
    ["27/3/8", "2027-03-08"],
    ["十二天后", "2026-12-03"],
    ["1个月后", "2026-12-21"],
    ["3天前", "2026-11-18"],
    ["月底", "2026-11-30"],
    ["年底", "2026-12-31"],
    ["tomorrow", "2026-11-22"],
    ["Next Mon", "2026-11-23"],
    ["friday", "2026-11-27"],
    ["in 3 days", "2026-11-24"],
    ["2w", "2026-12-05"],
    ["2026-3-8", "2026-03-08"],
    ["2026/03/08", "2026-03-08"],
    ["2026年3月8日", "2026-03-08"],
    ["20260308", "2026-03-08"],
    ["12/24", "2026-12-24"],
    ["12月24日", "2026-12-24"],
    ["5号", "2026-11-05"],
    ["１２/２４", "2026-12-24"],
    ["下周三", "2026-11-25"],
    ["后天", "2026-11-23"],
    ["下周", "2026-11-23"],
    ["周末", "2026-11-21"],
    ["下月5号", "2026-12-05"],
    ["下个月15", "2026-12-15"],
    ["十二月二十四号", "2026-12-24"],
    ["Mar 8", "2027-03-08"],
    ["8 march 2027", "2027-03-08"],
    ["Dec. 24th", "2026-12-24"],
    ["next wed", "2026-11-25"],
  ])("reads %s", (typed, day) => {
    expect(parseDay(typed, today)).toBe(day);
  });

  it("takes the nearest year for a day without one", () => {
    expect(parseDay("1/5", today)).toBe("2027-01-05");
    expect(parseDay("3/8", new Date(2026, 2, 1))).toBe("2026-03-08");
  });

  it("stays in the month when months are counted", () => {
    expect(parseDay("1个月后", new Date(2026, 0, 31))).toBe("2026-02-28");
  });

  it.each(["", "不知道", "2026-02-30", "13/45", "32号", "半天后", "feb 30", "foo 3", "下月31号号"])(
    "does not guess at %s",
    (typed) => {
      expect(parseDay(typed, today)).toBeUndefined();
    },
  );
});

describe("sayDay", () => {
  const words = { today: "今天", yesterday: "昨天", tomorrow: "明天" };
  it("says days as people do", () => {
    expect(sayDay("2026-11-21", "zh-CN", today, words)).toBe("今天");
    expect(sayDay("2026-11-20", "zh-CN", today, words)).toBe("昨天");
    expect(sayDay("2026-03-08", "zh-CN", today, words)).toBe("3月8日");
    expect(sayDay("2025-03-08", "zh-CN", today, words)).toBe("2025年3月8日");
  });
});

it("ofDay refuses days that do not exist", () => {
  expect(ofDay("2026-02-29")).toBeUndefined();
  expect(ofDay("2028-02-29")).toBeDefined();
});

it("readDay says what was understood", () => {
  expect(readDay("2026-11-25", "zh-CN", today)).toMatch(/11月25日.*周三.*4天后/);
  expect(readDay("2026-11-22", "en", today)).toMatch(/Nov 22.*tomorrow/);
});
