import { expect, it } from "vitest";
import { keyOf, leadsTo, sectionsOf, type Today, type TodayItem } from "./items";

const item = (kind: string, id: string, more: Partial<TodayItem> = {}): TodayItem => ({
  kind,
  entity: kind === "plan" ? "followUpPlan" : "opportunity",
  id,
  title: id,
  overdue: false,
  days: 0,
  ...more,
});
const today: Today = {
  on: "2026-03-08",
  overdue: 0,
  items: [item("plan", "a"), item("deal", "b"), item("deal", "c")],
  sections: [
    { kind: "plan", entity: "followUpPlan", total: 1, where: {} },
    { kind: "deal", entity: "opportunity", total: 9, where: {} },
  ],
  figures: [],
};

it("puts out of sight only until the day, and counts what is left", () => {
  const off = { [keyOf(item("plan", "a"))]: "2026-03-09", [keyOf(item("deal", "b"))]: "2026-03-09" };
  const shown = sectionsOf(today, off, "2026-03-08");
  expect(shown.sections.map((each) => [each.kind, each.items.length, each.total])).toEqual([["deal", 1, 8]]);
  expect(shown.hidden).toBe(2);
  expect(sectionsOf(today, off, "2026-03-09").hidden).toBe(0);
});

it("leads to what a plan is about", () => {
  expect(leadsTo(item("plan", "a", { customerId: "k" }))).toEqual({ entity: "customer", id: "k" });
  const about = { entity: "opportunity", id: "o" };
  expect(leadsTo(item("plan", "a", { customerId: "k", subject: about }))).toEqual(about);
  expect(leadsTo(item("deal", "b", { customerId: "k" }))).toEqual({ entity: "opportunity", id: "b" });
});
