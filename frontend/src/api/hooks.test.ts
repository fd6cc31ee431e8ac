import { expect, it } from "vitest";
import type { EntityDescription, FieldSpec } from "./contract";
import { mayReadAhead } from "./hooks";

const label = { zh: "", en: "" };
const entity = (...fields: FieldSpec[]): EntityDescription => ({
  name: "e",
  label,
  plural: label,
  module: "m",
  title: "name",
  fields,
  verbs: [],
});
const name: FieldSpec = { name: "name", label, kind: "text" };

it("reads no column ahead of which it is written down who saw it", () => {
  const cost: FieldSpec = { name: "cost", label, kind: "money", private: "finance" };
  const lines: FieldSpec = { name: "lines", label, kind: "lines", fields: [cost] };
  expect(mayReadAhead(entity(name, cost, lines), ["name"])).toBe(true);
  expect(mayReadAhead(entity(name, cost), ["name", "cost"])).toBe(false);
  expect(mayReadAhead(entity(name, lines), ["lines"])).toBe(false);
});
