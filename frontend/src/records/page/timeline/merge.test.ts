import { expect, it } from "vitest";
import { type Happening, madeOf, merge } from "./merge";

const said = (at: number, more: object = {}): Happening => ({
  kind: "said",
  at,
  key: `s${at}`,
  record: { id: `s${at}`, rev: 1, ...more },
});
const change = (at: number): Happening => ({
  kind: "change",
  at,
  key: `c${at}`,
  entry: { seq: at, set: "", at: "", actor: "", actorName: "", verb: "updated", rev: 1 },
});

it("tells the latest first, and nothing before the day up to which all was read", () => {
  const merged = merge([
    { items: [said(90), said(50)], more: true },
    { items: [change(80), change(40), change(10)], more: false },
  ]);
  expect(merged.items.map((item) => item.at)).toEqual([90, 80, 50]);
  expect(merged.more).toBe(true);
});

it("tells everything once all was read", () => {
  const merged = merge([
    { items: [said(90), said(50)], more: false },
    { items: [change(80), change(40)], more: false },
  ]);
  expect(merged.items.map((item) => item.at)).toEqual([90, 80, 50, 40]);
  expect(merged.more).toBe(false);
});

it("tells nothing while a stream with something in it has not been read at all", () => {
  expect(
    merge([
      { items: [], more: true },
      { items: [change(80)], more: false },
    ]).items,
  ).toEqual([]);
});

it("does not tell a plan twice that a follow-up made", () => {
  const made = "2026-03-08T10:00:00Z";
  const plan = (dueOn: string): Happening => ({
    kind: "plan",
    at: 91,
    key: dueOn,
    record: { id: dueOn, rev: 1, dueOn, createdAt: made },
  });
  const merged = merge([
    { items: [said(90, { nextOn: "2026-03-09", createdAt: made })], more: false },
    { items: [plan("2026-03-09"), plan("2026-03-20")], more: false },
  ]);
  expect(merged.items.map((item) => item.key)).toEqual(["2026-03-20", "s90"]);
});

it("tells of the making of a record when it was made, not when the book heard of it", () => {
  const entry = { seq: 1, set: "", at: "2026-11-23T04:00:00Z", actor: "", actorName: "", verb: "created", rev: 1 };
  const record = { id: "a", rev: 1, createdAt: "2026-03-02T01:00:00Z", createdBy: "fang" };
  expect(madeOf(entry, record)).toEqual({ at: record.createdAt, by: "fang" });
  expect(madeOf(entry, { ...record, createdAt: "2026-11-23T03:59:59.5Z" })).toBeUndefined();
  expect(madeOf({ ...entry, verb: "restored" }, record)).toBeUndefined();
});
