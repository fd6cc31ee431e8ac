import { expect, it } from "vitest";
import type { FieldSpec, FieldValue } from "@/api";
import { plainText } from "./plain";

const words = { say: (text: FieldSpec["label"] | undefined) => text?.zh ?? "", yes: "是", no: "否" };
const options = [{ value: "A", label: { zh: "A 级", en: "A" } }];

it.each<[FieldSpec["kind"], FieldValue, string]>([
  ["choice", "A", "A 级"],
  ["choices", ["A", "B"], "A 级、B"],
  ["ref", "id1", "华东科技"],
  ["tags", ["大客户", "展会"], "大客户、展会"],
  ["money", "1234.50", "1234.50"],
  ["percent", 60, "60%"],
  ["flag", false, "否"],
  ["day", "2026-03-08", "2026-03-08"],
  ["text", null, ""],
  ["lines", [{ quantity: "1" }], ""],
])("writes a %s so that it can be pasted back", (kind, value, text) => {
  const spec: FieldSpec = { name: "f", label: { zh: "", en: "" }, kind, options };
  expect(plainText(spec, value, { id1: "华东科技" }, words)).toBe(text);
});
