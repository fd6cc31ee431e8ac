import { expect, it } from "vitest";
import type { EntityDescription } from "@/api";
import { chaptersIn } from "../pages/chapters";
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

it("is in the handbook: every page with its letter", () => {
  for (const lang of ["zh-CN", "en"]) {
    const chapter = chaptersIn(lang).find((each) => each.name === "15-keyboard");
    const missing = pages.filter((page) => !chapter?.text.includes(`| \`${page.letter.toUpperCase()}\` |`));
    expect(missing.map((page) => page.path)).toEqual([]);
  }
});
