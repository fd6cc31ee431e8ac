import { describe, expect, it } from "vitest";
import { keysBetween, monthsUpTo, periodBefore, sayThen, soFar, spanOf, spanOfKey, yearBefore } from "./period";

const today = new Date(2026, 10, 22);

describe("periods", () => {
  it("are whole months, quarters and years", () => {
    expect(spanOf("month", today)).toEqual({ from: "2026-11-01", to: "2026-11-30" });
    expect(spanOf("quarter", today)).toEqual({ from: "2026-10-01", to: "2026-12-31" });
    expect(spanOf("year", today)).toEqual({ from: "2026-01-01", to: "2026-12-31" });
    expect(spanOf("twelve", today)).toEqual({ from: "2025-12-01", to: "2026-11-30" });
  });

  it("that are running are compared as far as they have come", () => {
    const month = spanOf("month", today);
    expect(soFar(month, today).to).toBe("2026-11-22");
    expect(periodBefore("month", month, today)).toEqual({ from: "2026-10-01", to: "2026-10-22" });
    expect(yearBefore(month, today)).toEqual({ from: "2025-11-01", to: "2025-11-22" });
    expect(periodBefore("quarter", spanOf("quarter", today), today)).toEqual({ from: "2026-07-01", to: "2026-08-22" });
  });

  it("say an earlier day with its year only where it is another", () => {
    expect(sayThen("2026-10-22", today, "zh-CN")).toBe("10月22日");
    expect(sayThen("2025-11-22", today, "zh-CN")).toBe("2025年11月22日");
    expect(sayThen("2025-11-22", today, "en")).toMatch(/2025/);
  });

  it("that are over are compared whole, whatever the months' lengths", () => {
    const february = { from: "2024-02-01", to: "2024-02-29" };
    expect(periodBefore("month", february, today)).toEqual({ from: "2024-01-01", to: "2024-01-31" });
    expect(yearBefore(february, today)).toEqual({ from: "2023-02-01", to: "2023-02-28" });
    expect(periodBefore("custom", { from: "2026-03-01", to: "2026-03-10" }, today)).toEqual({
      from: "2026-02-19",
      to: "2026-02-28",
    });
  });

  it("on the 31st go back to the last day of a shorter month", () => {
    const last = new Date(2026, 11, 30);
    expect(periodBefore("month", spanOf("month", last), last)).toEqual({ from: "2026-11-01", to: "2026-11-30" });
  });

  it("of groups are their days", () => {
    expect(spanOfKey("quarter", "2026-Q1")).toEqual({ from: "2026-01-01", to: "2026-03-31" });
    expect(spanOfKey("month", "2028-02")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
    expect(spanOfKey("week", "2026-W01")).toEqual({ from: "2025-12-29", to: "2026-01-04" });
    expect(spanOfKey("week", "2026-W10")).toEqual({ from: "2026-03-02", to: "2026-03-08" });
    expect(spanOfKey("day", "2026-03-08")).toEqual({ from: "2026-03-08", to: "2026-03-08" });
  });

  it("have no gaps", () => {
    expect(monthsUpTo("2026-02-15", 3)).toEqual(["2025-12", "2026-01", "2026-02"]);
    expect(keysBetween("quarter", "2025-Q3", "2026-Q1", 60)).toEqual(["2025-Q3", "2025-Q4", "2026-Q1"]);
    expect(keysBetween("year", "2024", "2026", 2)).toEqual(["2024", "2025"]);
  });
});
