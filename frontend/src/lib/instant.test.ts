import { describe, expect, it } from "vitest";
import { parseInstant, showInstant } from "./instant";

// A Saturday, half past two.
const now = new Date(2026, 10, 21, 14, 30);
const read = (typed: string, was?: string) => {
  const at = parseInstant(typed, now, was);
  return at && showInstant(at);
};

describe("parseInstant", () => {
  it.each([
    ["明天下午3点", "2026-11-22 15:00"],
    ["明天下午3点半", "2026-11-22 15:30"],
    ["下周三 15:00", "2026-11-25 15:00"],
    ["3/8 9:30", "2027-03-08 09:30"],
    ["14:00", "2026-11-21 14:00"],
    ["后天上午十点一刻", "2026-11-23 10:15"],
    ["今晚8点", "2026-11-21 20:00"],
    ["明晚七点", "2026-11-22 19:00"],
    ["中午12点", "2026-11-21 12:00"],
    ["tomorrow 3pm", "2026-11-22 15:00"],
    ["next mon at 9:15 am", "2026-11-23 09:15"],
    ["12am", "2026-11-21 00:00"],
    ["2026-03-08 15:04", "2026-03-08 15:04"],
    ["明天", "2026-11-22 09:00"],
    ["现在", "2026-11-21 14:30"],
  ])("reads %s", (typed, said) => {
    expect(read(typed)).toBe(said);
  });

  it("keeps the hour where only a day is said", () => {
    expect(read("后天", new Date(2026, 10, 21, 16, 20).toISOString())).toBe("2026-11-23 16:20");
  });

  it.each(["", "25:00", "明天25点", "不知道 15:00", "3"])("does not guess at %s", (typed) => {
    expect(read(typed)).toBeUndefined();
  });
});
