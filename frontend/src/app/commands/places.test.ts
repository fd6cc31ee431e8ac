import { expect, it } from "vitest";
import type { EntityDescription } from "@/api";
import { lettersOf, pages } from "./places";

const entity = (name: string): EntityDescription => ({
  name,
  label: { zh: name, en: name },
  plural: { zh: name, en: name },
  module: "m",
  title: "name",
  fields: [],
  verbs: [],
});

it("gives every entity a letter of its own, none of which is a page's", () => {
  const names = [
    "customer",
    "contact",
    "opportunity",
    "order",
    "product",
    "pipeline",
    "user",
    "role",
    "department",
    "tag",
    "followUp",
    "followUpPlan",
  ];
  const letters = [...lettersOf(names.map(entity)).values()];
  expect(letters).toHaveLength(names.length);
  const all = [...letters, ...pages.map((page) => page.letter)];
  expect(new Set(all).size).toBe(all.length);
});
