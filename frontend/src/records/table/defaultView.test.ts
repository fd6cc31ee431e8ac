import { expect, it } from "vitest";
import type { EntityDescription, FieldSpec } from "@/api";
import { isPlain, opening, viewFor } from "./defaultView";

const field = (name: string, target?: string) => ({ name, kind: target ? "ref" : "text", target }) as FieldSpec;
const entity = (name: string, ...fields: FieldSpec[]) => ({ name, title: "name", fields }) as EntityDescription;
const customer = entity("customer", field("name"), field("ownerId", "user"));
const byName = new Map([customer, entity("user", field("name"))].map((each) => [each.name, each]));
const saved = (query: object, id = "v") => ({
  id,
  rev: 1,
  entity: "customer",
  name: id,
  shared: true,
  mine: false,
  query,
});

it("leaves out of a view what one may not read", () => {
  const is = (path: string) => ({ field: path, op: "eq", value: "x" });
  const view = viewFor(
    saved({
      as: "board",
      where: { and: [is("name"), is("cost"), { or: [is("cost"), is("ownerId.name")] }, { not: is("ownerId.salary") }] },
      sort: [{ field: "cost" }, { field: "name" }],
      columns: ["name", "cost"],
      group: "cost:month",
    }),
    customer,
    byName,
  );
  expect(view).toEqual({
    as: "board",
    where: { and: [is("name"), { or: [is("ownerId.name")] }] },
    sort: [{ field: "name" }],
    columns: ["name"],
  });
  expect(viewFor(saved({ where: is("cost"), columns: ["cost"] }), customer, byName)).toEqual({});
});

it("opens with what is set, as long as it is there", () => {
  const answer = (view: string) => ({
    views: [saved({ q: "x" })],
    defaults: [{ entity: "customer", chosen: false, view }],
  });
  expect(opening(answer("v"), customer, byName)).toEqual({ q: "x", saved: "v" });
  expect(opening(answer("gone"), customer, byName)).toBeUndefined();
  expect(opening(answer(""), customer, byName)).toBeUndefined();
  expect(opening(undefined, customer, byName)).toBeUndefined();
  expect([isPlain({ q: undefined }), isPlain({ all: true })]).toEqual([true, false]);
});
