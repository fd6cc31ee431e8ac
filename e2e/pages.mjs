// The addresses of the pages, for the tests and for the pictures.
import { invoke } from "./kit.mjs";

/** Lists every page of the program: lists and first records of all entities, then the others. */
export async function everyPage(page) {
  const { entities } = await invoke(page, "app.describe");
  const pages = [];
  for (const { name } of entities) {
    pages.push({ name: `list-${name}`, hash: `#/records/${name}` });
    const { rows } = await invoke(page, "records.list", { entity: name, limit: 1 });
    if (rows[0]) pages.push({ name: `record-${name}`, hash: `#/records/${name}/${rows[0].id}` });
  }
  for (const name of ["import", "reports", "bin", "history", "health", "settings", "manual"]) pages.push({ name, hash: `#/${name}` });
  return pages;
}

/** Waits until the page shows something and has nothing left to read: no request for a while, no skeleton, no spinner. */
export async function settled(page) {
  await page.locator("main").waitFor();
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction((asked) => {
    const busy = document.querySelector(".ant-spin-spinning, .ant-skeleton-active, .list__waiting, [aria-busy=true]");
    const says = (document.querySelector("main")?.innerText ?? "").trim().length > 10;
    const ends = performance.getEntriesByType("resource").map((entry) => entry.responseEnd);
    return says && !busy && performance.now() - Math.max(asked, ...ends) > 250;
  }, since);
}
