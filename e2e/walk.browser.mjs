// What a second, slower walk through lists and forms found: where keys go on after the mouse, sums of what is selected,
// pasted days, filters by keys alone, two people at one record, another language in the middle of it.
import assert from "node:assert/strict";
import { axe, drawn, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("walk");
const { go, part, ready } = at;
const count = 420;
const columns = encodeURIComponent(JSON.stringify(["name", "amount", "expectedCloseOn", "chance", "nextStep"]));
const list = () => go(`#/records/opportunity?sort=${encodeURIComponent('[{"field":"name"}]')}&columns=${columns}`);
const cell = (row, column) => at.page.locator(`[data-place="${row}:${column}"]`);
const foot = () => at.page.locator(".grid__row--foot");
const inFocus = (look) => at.page.waitForFunction((selector) => document.activeElement?.matches(selector), look);

ready(() =>
  at.page.evaluate(async (n) => {
    const create = (entity, record) =>
      fetch("/rpc/records.create", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entity, record }),
      }).then((answer) => answer.json());
    await create("customer", { name: "苏州恒达机械有限公司", shortName: "恒达" });
    const names = Array.from({ length: n }, (_, i) => `商机${String(i + 1).padStart(3, "0")}`);
    while (names.length > 0) await Promise.all(names.splice(0, 20).map((name) => create("opportunity", { name, amount: "100.00" })));
  }, count),
);

part("keys go on from the box that was ticked", async (page) => {
  await list();
  await cell(3, 0).getByRole("checkbox").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("toolbar", { name: "已选 3 条" }).waitFor();
  await inFocus('[data-place="5:0"]');
  await page.keyboard.press("Space");
  await page.getByRole("toolbar", { name: "已选 2 条" }).waitFor();
  assert.equal(await page.locator(".peek").count(), 0);
  await page.keyboard.press("Escape");
});

part("however many rows are selected, the sum is theirs; percents have none", async (page) => {
  await cell(0, 0).getByRole("checkbox").click();
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
  await cell(count - 6, 0).getByRole("checkbox").click({ modifiers: ["Shift"] });
  await page.getByRole("toolbar", { name: `已选 ${count - 5} 条` }).waitFor();
  await foot().filter({ hasText: "已选合计" }).filter({ hasText: "41,500.00" }).waitFor();
  await page.keyboard.press("Escape");
  await foot().filter({ hasText: "42,000.00" }).waitFor();
  await page.getByRole("columnheader", { name: /赢率/ }).click({ button: "right" });
  const facts = page.locator(".stats__facts");
  await facts.filter({ hasText: "平均" }).waitFor();
  assert.doesNotMatch(await facts.innerText(), /合计/);
  await page.keyboard.press("Escape");
  await facts.waitFor({ state: "detached" });
});

part("pasted days are understood as typed ones are", async (page) => {
  await at.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = 0));
  await page.evaluate(() => navigator.clipboard.writeText("1.2万\t明天\r\n3500\t2027年3月8日\r\n"));
  await cell(0, 2).click();
  await page.keyboard.press("Control+v");
  await page.locator(".notice").filter({ hasText: "已写入 4 格" }).waitFor();
  await cell(0, 3).getByText("明天").waitFor();
  await cell(1, 3).getByText("2027年3月8日").waitFor();
  await cell(1, 2).getByText("3,500.00").waitFor();
});

part("a filter is made by keys alone: the focus goes in, and back", async (page) => {
  await list();
  const button = page.getByRole("button", { name: "筛选", exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await inFocus(".filter__presets button");
  assert.deepEqual(await axe(page, ".filter"), []);
  await page.keyboard.press("Escape");
  await page.locator(".filter").waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.textContent === "筛选");
  await page.getByRole("button", { name: "列", exact: true }).focus();
  await page.keyboard.press("Enter");
  await inFocus(".chooser input");
  await page.keyboard.press("Escape");
  await page.locator(".chooser").waitFor({ state: "detached" });
});

part("what others put meanwhile stands beside what was typed, and can be taken", async (page) => {
  await go("#/records/customer");
  await cell(0, 1).getByText("苏州恒达").waitFor();
  await cell(0, 2).click();
  await page.keyboard.press("e");
  const short = page.locator("#customer-shortName");
  await short.fill("我写的");
  const { rows } = await invoke(page, "records.list", { entity: "customer", limit: 1 });
  await invoke(page, "records.update", { entity: "customer", id: rows[0].id, rev: rows[0].rev, set: { shortName: "别人写的" } });
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "载入最新内容" }).click();
  await page.getByText("别处刚改成").filter({ hasText: "别人写的" }).waitFor();
  assert.equal(await short.inputValue(), "我写的");
  assert.equal(await page.locator(".form__alert").count(), 0);
  await page.getByRole("button", { name: "用这个" }).click();
  await inFocus("#customer-shortName");
  assert.equal(await short.inputValue(), "别人写的");
  // Nothing of one's own is left: it closes without a question.
  await page.keyboard.press("Escape");
  await page.locator(".form").waitFor({ state: "detached" });
});

part("what others put into other fields meanwhile is kept beside one's own", async (page) => {
  await page.keyboard.press("e");
  const short = page.locator("#customer-shortName");
  await short.fill("两边都在");
  const { rows } = await invoke(page, "records.list", { entity: "customer", limit: 1 });
  await invoke(page, "records.update", { entity: "customer", id: rows[0].id, rev: rows[0].rev, set: { website: "https://both.example" } });
  await page.keyboard.press("Control+Enter");
  await page.locator(".form").waitFor({ state: "detached" });
  const now = await invoke(page, "records.get", { entity: "customer", id: rows[0].id });
  assert.deepEqual([now.shortName, now.website], ["两边都在", "https://both.example"]);
});

part("another language reaches what the core has said already", async (page) => {
  await go("#/dashboard");
  await page.getByText("初步接洽").first().waitFor();
  await page.keyboard.press("Control+k");
  await page.locator(".palette__input").fill("english");
  await page.locator("[role=option][aria-selected=true]").filter({ hasText: "English" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Qualify").first().waitFor();
  await drawn(page);
  assert.equal(await page.getByText("初步接洽").count(), 0);
});

part("what stands around the rows of a list is in its place before they come", async (page) => {
  await go("#/today");
  await page.reload(); // nothing of the lists has been read yet
  await page.locator("main h1").waitFor();
  await page.evaluate(() => {
    window.jumps = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) if (value > 0.01) window.jumps.push(...sources.map(({ node }) => node?.className ?? ""));
    }).observe({ type: "layout-shift" });
  });
  // The answer is held back, as a slow machine does.
  await page.route("**/rpc/records.list", async (route) => {
    await new Promise((answered) => setTimeout(answered, 300));
    await route.continue();
  });
  for (const entity of ["customer", "opportunity"]) {
    await page.evaluate((to) => (location.hash = to), `#/records/${entity}`);
    await page.locator(".list__foot").waitFor();
    await page.locator('[data-place="0:1"]').waitFor();
    await drawn(page);
  }
  await page.unroute("**/rpc/records.list");
  assert.deepEqual(await page.evaluate(() => window.jumps.filter((name) => name.includes("list__"))), []);
});
