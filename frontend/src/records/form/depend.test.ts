import { expect, it } from "vitest";
import type { EntityDescription, FieldSpec } from "@/api";
import { joinsOf, narrowOf } from "./depend";

const ref = (name: string, target: string, more: Partial<FieldSpec> = {}): FieldSpec => ({
  name,
  target,
  kind: "ref",
  label: { zh: name, en: name },
  ...more,
});
const entity = (name: string, fields: FieldSpec[]): EntityDescription => ({
  name,
  label: { zh: name, en: name },
  plural: { zh: name, en: name },
  module: "m",
  title: "name",
  fields,
  verbs: [],
});
const customer = ref("customerId", "customer");
const owner = ref("ownerId", "user", { system: true });
const contact = entity("contact", [customer, owner]);
const deal = entity("opportunity", [customer, ref("contactId", "contact"), ref("productId", "product"), owner]);
const byName = new Map(
  [contact, deal, entity("product", []), entity("customer", [owner])].map((each) => [each.name, each]),
);

it("narrows contacts to the customer chosen, and nothing by who owns it", () => {
  const [, contactOf, productOf] = deal.fields as [FieldSpec, FieldSpec, FieldSpec, FieldSpec];
  expect(joinsOf(deal, contactOf, byName)).toEqual(["customerId"]);
  expect(joinsOf(deal, productOf, byName)).toEqual([]);
  expect(joinsOf(deal, customer, byName)).toEqual([]);
  expect(narrowOf(deal, contactOf, { customerId: "k" }, byName)).toEqual({ field: "customerId", value: "k" });
  expect(narrowOf(deal, contactOf, {}, byName)).toBeUndefined();
});
