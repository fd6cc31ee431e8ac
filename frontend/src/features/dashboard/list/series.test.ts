import { describe, expect, it } from "vitest";
import type { FieldSpec } from "@/api";
import type { Answer } from "@/features/dashboard/ask";
import { type ListChart, questionsOf, seriesOf } from "./series";

const kinds: { [path: string]: FieldSpec["kind"] } = {
  closedOn: "day",
  ownerId: "ref",
  stage: "choice",
  amount: "money",
};
const words = {
  title: "商机",
  about: "",
  measure: "数量",
  heading: "负责人",
  others: (count: number) => `其他 ${count}`,
  sayGroup: (key: unknown) => String(key),
  saySplit: (key: unknown) => String(key),
  specOf: (path: string) => ({ name: path, kind: kinds[path] }) as FieldSpec,
};
const answer = (...rows: [(string | null)[], number][]): Answer => ({
  titles: {},
  rows: rows.map(([keys, value]) => ({ keys, values: [value] })),
});
const count = { op: "count" };

describe("a list as a chart", () => {
  it("shows months without gaps", () => {
    const chart: ListChart = { kind: "columns", group: { field: "closedOn", by: "month" }, measure: count };
    const sheet = seriesOf(
      "opportunity",
      undefined,
      chart,
      [answer([["2026-03"], 2], [["2026-01"], 1], [[null], 4]), answer([[], 7])],
      words,
    );
    expect(sheet.rows.map((row) => [row.labels[0], row.values[0]])).toEqual([
      ["null", "4"],
      ["2026-01", "1"],
      ["2026-02", "0"],
      ["2026-03", "2"],
    ]);
    expect(sheet.total?.values).toEqual(["7"]);
  });

  it("puts the small groups together, and knows which rows they are", () => {
    const chart: ListChart = { kind: "bars", group: { field: "ownerId" }, measure: count };
    const many = Array.from({ length: 30 }, (_, n): [string[], number] => [[`u${n}`], 30 - n]);
    const sheet = seriesOf("opportunity", undefined, chart, [answer(...many), answer([[], 465])], words);
    expect(sheet.rows).toHaveLength(21);
    const rest = sheet.rows.at(-1);
    expect(rest?.values[0]).toBe("55");
    expect(rest?.open[0]).toMatchObject({
      not: { or: expect.arrayContaining([{ field: "ownerId", op: "eq", value: "u0" }]) },
    });
    expect(sheet.rows.reduce((sum, row) => sum + Number(row.values[0]), 0)).toBe(465);
  });

  it("splits into at most six series", () => {
    const chart: ListChart = {
      kind: "stacked",
      group: { field: "stage" },
      measure: count,
      split: { field: "ownerId" },
    };
    const owners = Array.from({ length: 9 }, (_, n) => `u${n}`);
    const cells = owners.map((owner, n): [string[], number] => [["won", owner], n + 1]);
    const sheet = seriesOf(
      "opportunity",
      { field: "amount", op: "gt", value: 0 },
      chart,
      [
        answer([["won"], 45]),
        answer([[], 45]),
        answer(...cells),
        answer(...owners.map((owner, n): [string[], number] => [[owner], n + 1])),
      ],
      words,
    );
    expect(sheet.series.map((one) => one.name)).toEqual(["u8", "u7", "u6", "u5", "u4", "其他 4"]);
    expect(sheet.rows[0]?.values).toEqual(["9", "8", "7", "6", "5", "10"]);
    expect(questionsOf("opportunity", undefined, chart)).toHaveLength(4);
  });
});
