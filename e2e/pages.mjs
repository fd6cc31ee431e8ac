// The addresses of the pages, for the tests and for the pictures.
import { invoke } from "./kit.mjs";

// Pages by their address. A page that needs more than an address stands in everyPage.
const plain = [
  ["today", "#/today"],
  ["calendar", "#/calendar"],
  ["dashboard", "#/dashboard"],
  ["pivot", "#/dashboard?tab=pivot"],
  ["board-opportunity", "#/records/opportunity?as=board"],
  ["calendar-followUpPlan", "#/records/followUpPlan?as=calendar"],
  ["chart-order", "#/records/order?as=chart"],
  ["groups-customer", "#/records/customer?group=level"],
  ["print-list", "#/print?of=list&entity=customer"],
  ["import", "#/import"],
  ["reports", "#/reports"],
  ["bin", "#/bin"],
  ["people", "#/people"],
  ["people-reach", "#/people?tab=reach"],
  ["people-handover", "#/people?tab=handover"],
  ["history", "#/history"],
  ["health", "#/health"],
  ["audit", "#/audit"],
  ["settings", "#/settings"],
  ["manual", "#/manual"],
];

/** Lists every page of the program: lists and first records of all entities, then the others. */
export async function everyPage(page) {
  const { entities } = await invoke(page, "app.describe");
  const pages = [];
  const firstOf = async (entity) => (await invoke(page, "records.list", { entity, limit: 1 })).rows[0];
  for (const { name } of entities) {
    pages.push({ name: `list-${name}`, hash: `#/records/${name}` });
    const row = await firstOf(name);
    if (row) pages.push({ name: `record-${name}`, hash: `#/records/${name}/${row.id}` });
  }
  const customer = await firstOf("customer");
  if (customer) pages.push({ name: "peek-customer", hash: `#/records/customer?peek=${customer.id}` });
  const person = await firstOf("contact");
  if (person) pages.push({ name: "erase", hash: `#/erase?entity=contact&id=${person.id}` });
  const order = await firstOf("order");
  if (order) pages.push({ name: "print-record", hash: `#/print?of=record&entity=order&id=${order.id}` });
  return [...pages, ...plain.map(([name, hash]) => ({ name, hash }))];
}

/** Waits until the page shows something and has nothing left to read: no request for a while, no skeleton, no spinner. */
export async function settled(page) {
  await page.locator("main").waitFor();
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((asked) => {
    const busy = document.querySelector(".ant-spin-spinning, .ant-skeleton-active, .list__waiting, [aria-busy=true], .paper__measure, .chart__place:not(:has(path))");
    const says = (document.querySelector("main")?.innerText ?? "").trim().length > 10;
    const ends = performance.getEntriesByType("resource").map((entry) => entry.responseEnd);
    return says && !busy && performance.now() - Math.max(asked, ...ends) > 250;
  }, since);
}
