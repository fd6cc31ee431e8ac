import { describe, expect, it } from "vitest";
import { dayAndHour } from "./useDayMoves";

describe("what an entry is given when it is put on a day", () => {
  const plan = { day: "dueOn", at: "dueAt" };
  const nine = new Date(2026, 2, 8, 9, 30).toISOString();
  const row = { id: "1", rev: 1, dueOn: "2026-03-08", dueAt: nine };

  it("keeps its hour on another day", () => {
    const next = new Date(2026, 2, 9, 9, 30).toISOString();
    expect(dayAndHour(plan, row, "2026-03-09", undefined)).toEqual({ dueOn: "2026-03-09", dueAt: next });
  });

  it("loses its hour where it is put on the whole day, and gains one where it is put at an hour", () => {
    expect(dayAndHour(plan, row, "2026-03-08", null)).toEqual({ dueOn: "2026-03-08", dueAt: null });
    expect(dayAndHour(plan, { ...row, dueAt: undefined }, "2026-03-08", nine)).toEqual({
      dueOn: "2026-03-08",
      dueAt: nine,
    });
  });

  it("knows days without hours and instants", () => {
    expect(dayAndHour({ day: "expectedCloseOn" }, row, "2026-03-09", nine)).toEqual({ expectedCloseOn: "2026-03-09" });
    expect(dayAndHour({ day: "at" }, { ...row, at: nine }, "2026-03-09", nine)).toEqual({ at: nine });
  });
});
