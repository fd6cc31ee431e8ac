import { describe, expect, it } from "vitest";
import type { FlatRecord, Where } from "@/api";
import { daysBetween, standing } from "./age";
import { headsOf, pipelineIn, rottenWhere, withOthers, withPipeline } from "./lanes";
import { cardHeight } from "./size";
import { headsWith, type Move, rowsWith } from "./useMoves";

const now = new Date(2026, 2, 20, 10);

describe("how a deal stands", () => {
  const lane = { rotDays: 14 };
  it("rots when neither a follow-up nor a move happened for longer than its stage allows", () => {
    expect(standing({ stageSince: "2026-03-05" }, { lastOn: "2026-03-01" }, lane, now)).toMatchObject({
      age: 15,
      idle: 15,
      edge: "late",
      next: "none",
    });
    expect(standing({ stageSince: "2026-02-01" }, { lastOn: "2026-03-06" }, lane, now)).toMatchObject({
      age: 47,
      idle: 14,
      edge: undefined,
    });
    expect(standing({ stageSince: "2025-01-01" }, {}, { rotDays: 0 }, now).edge).toBeUndefined();
  });
  it("waits when a plan is overdue or its close is past", () => {
    const on = (nextOn: string | undefined, expectedCloseOn?: string) =>
      standing({ stageSince: "2026-03-19", expectedCloseOn }, { nextOn }, lane, now);
    expect(on("2026-03-19")).toMatchObject({ next: "overdue", edge: "waiting" });
    expect(on("2026-03-20")).toMatchObject({ next: "today", edge: undefined });
    expect(on("2026-03-21", "2026-03-19")).toMatchObject({ next: "planned", edge: "waiting" });
  });
  it("is not judged before it is known, nor when it is over", () => {
    expect(standing({ stageSince: "2025-01-01" }, undefined, lane, now)).toEqual({ age: 443 });
    expect(standing({ stageSince: "2026-03-01" }, {}, { rotDays: 1, end: "won" }, now)).toEqual({ age: 19 });
    expect(daysBetween(undefined, "2026-03-20")).toBeUndefined();
  });
});

describe("the columns", () => {
  const lane = (key: string, end?: "won" | "lost") => ({ key, label: key, end, rotDays: 0, asks: [] });
  it("have room for what stands in none of them, before those that are over", () => {
    const all = withOthers([lane("a"), lane("won", "won")], ["won", "待投标", ""], "未填写");
    expect(all.map((each) => each.label)).toEqual(["a", "未填写", "待投标", "won"]);
  });
  it("find those left alone, stage by stage", () => {
    const stage = (key: string, kind: string, rotDays: number) =>
      ({ key, name: key, chance: 0, kind, rotDays, asksAmount: false, asksClose: false }) as const;
    const found = rottenWhere(
      { id: "", name: "", stages: [stage("a", "open", 14), stage("b", "open", 0), stage("won", "won", 9)] },
      "stage",
    );
    const since = { op: "lt", value: { last: { days: 15 } } };
    const still = {
      or: [{ field: "stageSince", ...since }, { and: [{ op: "empty" }, { field: "openedOn", ...since }] }],
    };
    expect(found).toMatchObject({ or: [{ and: [{ value: "a" }, still, {}] }] });
    expect(rottenWhere(undefined, "stage")).toBeUndefined();
  });
  it("keep the pipeline in the filter", () => {
    const amount: Where = { field: "amount", op: "gt", value: "1" };
    const chosen = withPipeline(amount, "p1");
    expect(pipelineIn(chosen)).toBe("p1");
    expect(pipelineIn(withPipeline(chosen, "p2"))).toBe("p2");
    expect(withPipeline(chosen, "")).toEqual(amount);
    expect(pipelineIn({ or: [{ field: "pipelineId", op: "eq", value: "p1" }, amount] })).toBe("");
  });
});

describe("the height of a card", () => {
  it("follows its lines and the size of the text", () => {
    expect(cardHeight("standard", 14, 3)).toBe(100);
    expect(cardHeight("standard", 14, 1)).toBe(60);
    expect(cardHeight("standard", 16, 3)).toBe(116);
    expect(cardHeight("compact", 12, 3)).toBe(80);
  });
});

describe("a card on its way", () => {
  const row = (id: string) => ({ id, rev: 1 }) as FlatRecord;
  const move: Move = {
    row: row("b"),
    titles: {},
    from: "one",
    to: "two",
    was: { sum: 100, weighted: 10 },
    is: { sum: 100, weighted: 50 },
  };
  const moves = new Map([["b", move]]);
  it("is shown where it goes, once", () => {
    const ids = (rows: FlatRecord[]) => rows.map((each) => each.id);
    expect(ids(rowsWith([row("a"), row("b")], "one", moves))).toEqual(["a"]);
    expect(ids(rowsWith([row("c")], "two", moves))).toEqual(["b", "c"]);
    expect(ids(rowsWith([row("c"), row("b")], "two", moves))).toEqual(["c", "b"]);
  });
  it("takes its figures along", () => {
    const heads = headsOf([
      { keys: ["one"], values: [2, "300.00", "30.00"] },
      { keys: [null], values: [1, null, null] },
    ]);
    const then = headsWith(heads, moves);
    expect(then.get("one")).toEqual({ count: 1, sum: 200, weighted: 20 });
    expect(then.get("two")).toEqual({ count: 1, sum: 100, weighted: 50 });
    expect(heads.get("")).toEqual({ count: 1, sum: 0, weighted: 0 });
  });
});
