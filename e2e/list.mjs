// The stage of those who work in a list: a book of 260 customers with three opportunities, and how its cells are found.
import assert from "node:assert/strict";
import { invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

export const count = 260;
export const sorted = "sort=%5B%7B%22field%22%3A%22name%22%7D%5D";

/** Sets such a stage. `ready` of it is told once the records are there. */
export function listStage(name) {
  const at = stage(name);
  const { go, ready } = at;
  at.ready = (act) =>
    ready(async () => {
      await fill(at);
      await act();
    });
  at.customers = () => go(`#/records/customer?${sorted}&columns=%5B%22name%22%2C%22level%22%2C%22phone%22%2C%22shortName%22%5D`);
  at.cell = (row, column) => at.page.locator(`[data-place="${row}:${column}"]`);
  at.called = async (text) =>
    (await invoke(at.page, "records.list", { entity: "customer", where: { field: "name", op: "eq", value: text }, limit: 1 })).rows[0];
  at.until = async (what, check) => {
    for (let tries = 0; tries < 200; tries++) {
      if (await check()) return;
      await at.page.waitForTimeout(25);
    }
    assert.fail(what);
  };
  return at;
}

async function fill(at) {
  await at.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await at.go("#/records/customer");
  await at.page.evaluate(async (n) => {
    const create = (entity, record) =>
      fetch("/rpc/records.create", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entity, record }),
      }).then((answer) => answer.json());
    const levels = ["A", "B", "C"];
    let customer;
    for (let i = 1; i <= n; i++)
      customer = await create("customer", { name: `客户${String(i).padStart(3, "0")}`, level: levels[i % 3], phone: `138000${10000 + i}` });
    for (let i = 1; i <= 3; i++)
      await create("opportunity", { name: `商机${i}`, customerId: customer.id, amount: `${i}000.00` });
  }, count);
}
