// The main job, as a person does it in a browser: bring a file in, find, follow up, move a deal, correct fifty
// records and take it back, take the whole import back, export, and bring the export in again.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("main");
const { go, part, ready } = at;
const file = join(at.dir, "客户名单.csv");
const count = 60;

ready(async () => {
  writeFileSync(file, customers(count));
});

/** A list as offices keep it: a title above the table, headings of their own, one customer twice as 重庆. */
function customers(n) {
  const cities = ["重庆市渝北区", "浙江省杭州市", "江苏省苏州市", "广东省深圳市"];
  const rows = Array.from({ length: n }, (_, i) =>
    [`KH${String(i + 1).padStart(4, "0")}`, i === 6 ? "重庆单氏精密机械有限公司" : `华东测试${i + 1}号科技有限公司`, `138000${String(10000 + i)}`, "制造业", cities[i % 4], `2026/3/${(i % 28) + 1}`].join(","));
  return `\ufeff客户编号,客户名称,联系电话,行业,地区,录入时间\r\n${rows.join("\r\n")}\r\n`;
}

const total = async (entity, where) => (await invoke(at.page, "records.list", { entity, where, limit: 1 })).total;
const button = (name) => at.page.getByRole("button", { name });

part("a file comes in by the wizard", async () => {
  await go("#/import?entity=customer");
  await bringIn(file);
  assert.equal(await total("customer"), count);
});

part("found by pinyin with every reading, by initials, by a piece of a phone", async () => {
  for (const typed of ["chongqing", "cqss", "shanshi", "单氏", "13800010006", "KH0007"]) {
    await go("#/records/customer");
    await at.page.keyboard.press("Control+k");
    const box = at.page.getByRole("dialog").getByRole("combobox");
    await box.fill(typed);
    await at.page.getByRole("dialog").getByText("重庆单氏精密机械有限公司").first().click();
    await at.page.getByRole("heading", { name: "重庆单氏精密机械有限公司", level: 1 }).waitFor();
  }
});

part("a follow-up with a next step leaves a plan", async () => {
  const composer = at.page.locator(".composer");
  await composer.getByLabel("记录跟进").fill("电话确认了样品规格，客户要两套报价。");
  await composer.getByLabel("下一步").fill("送两套报价");
  await composer.getByLabel("下次跟进").fill("明天");
  await at.page.keyboard.press("Control+Enter");
  await at.page.locator(".happened--said").filter({ hasText: "电话确认了样品规格" }).waitFor();
  assert.equal(await total("followUp"), 1);
  assert.equal(await total("followUpPlan"), 1, "the next step became a plan");
});

part("a deal moves on and is won", async () => {
  const customer = (await invoke(at.page, "records.list", { entity: "customer", limit: 1 })).rows[0];
  const deal = await invoke(at.page, "records.create", { entity: "opportunity", record: { name: "两套设备", customerId: customer.id, amount: "250000.00" } });
  await go(`#/records/opportunity/${deal.id}`);
  await at.page.getByRole("button", { name: "修改阶段" }).click({ force: true });
  await choose("商务谈判");
  await shows("商务谈判");
  let now; // the page shows the stage before it is saved
  do now = await invoke(at.page, "records.get", { entity: "opportunity", id: deal.id });
  while (now.stage !== "negotiate");
  assert.equal(now.chance, 70, "the chance follows the stage");
  // A press under the heading does the same.
  const step = (name) => at.page.getByRole("navigation", { name: "阶段" }).getByRole("button", { name, exact: true });
  await step("方案报价").click();
  await at.page.locator("[aria-current=step]", { hasText: "方案报价" }).waitFor();
  while (now.stage !== "propose") now = await invoke(at.page, "records.get", { entity: "opportunity", id: deal.id });
  await step("输单").click();
  await at.page.getByRole("dialog").getByRole("button", { name: /取\s?消/ }).click();
  // A change made elsewhere shows by itself.
  await invoke(at.page, "opportunity.win", { id: deal.id });
  await shows("赢单");
  await at.page.locator("[aria-current=step]", { hasText: "赢单" }).waitFor();
  // What was won becomes an order, with the next number and what was agreed on.
  await at.page.getByRole("button", { name: "新建订单" }).first().click();
  await at.page.waitForFunction(() => /^SO20\d{6}-001$/.test(document.querySelector("#order-number")?.value));
  assert.equal(await at.page.locator("#order-total").inputValue(), "250,000.00");
  await at.page.locator("#order-number").press("Control+Enter");
  await at.page.locator("#order-number").waitFor({ state: "detached" });
  // Still a draft it has no day; confirmed, it counts from today.
  const where = { field: "opportunityId", op: "eq", value: deal.id };
  const order = (await invoke(at.page, "records.list", { entity: "order", where })).rows[0];
  assert.equal(order.orderedOn, undefined);
  await go(`#/records/order/${order.id}`);
  await at.page.getByRole("button", { name: "确认订单" }).click();
  await shows("已确认");
  assert.ok((await invoke(at.page, "records.get", { entity: "order", id: order.id })).orderedOn);
  now = await invoke(at.page, "records.get", { entity: "opportunity", id: deal.id });
  assert.equal(now.stage, "won");
});

part("fifty records are corrected at once, and back again", async () => {
  const isA = { field: "level", op: "eq", value: "A" };
  assert.equal(await total("customer", isA), 0);
  await go("#/records/customer");
  const box = (n) => at.page.locator(`[data-place="${n}:0"] input`);
  await box(0).click();
  for (let n = 0; n < 50; n += 12) {
    await at.page.locator(".grid").evaluate((grid, top) => (grid.scrollTop = top), n * 36);
    await at.page.locator(`[data-place="${Math.min(n + 12, 49)}:0"]`).waitFor();
  }
  await box(49).click({ modifiers: ["Shift"] });
  await at.page.getByRole("toolbar", { name: "已选 50 条" }).waitFor();
  await button("批量修改").click();
  const dialog = at.page.getByRole("dialog");
  await dialog.getByLabel("字段").click();
  await choose("客户级别");
  await dialog.getByLabel("改为").click();
  await choose("A 级");
  await dialog.getByRole("button", { name: "修改 50 条" }).click();
  const notice = at.page.locator(".notice").filter({ hasText: "已修改 50 条" });
  await notice.waitFor();
  assert.equal(await total("customer", isA), 50);
  await notice.getByRole("button").click();
  await at.page.getByText("50 条恢复原样").waitFor();
  assert.equal(await total("customer", isA), 0);
});

part("an export, changed in the file, comes back as an update without duplicates", async () => {
  await go("#/records/customer");
  await at.page.getByRole("button", { name: "更多操作" }).first().click();
  const [download] = await Promise.all([at.page.waitForEvent("download"), at.page.getByText("导出 CSV 文本").click()]);
  const exported = join(at.dir, "导出.csv");
  await download.saveAs(exported);
  const text = readFileSync(exported, "utf8");
  assert.ok(text.startsWith("\ufeff"), "Excel reads it as UTF-8");
  assert.equal(text.trim().split(/\r?\n/).length, count + 1);
  writeFileSync(exported, text.replaceAll("重庆单氏精密机械有限公司", "重庆单氏智能装备有限公司"));
  await go("#/import?entity=customer");
  await bringIn(exported);
  assert.equal(await total("customer"), count, "no duplicates");
  assert.equal(await total("customer", { field: "name", op: "eq", value: "重庆单氏智能装备有限公司" }), 1, "what was changed in the file is changed");
});

part("a whole import is taken back", async () => {
  const { sets } = await invoke(at.page, "changes.list", { limit: 50 });
  const set = sets.findLast((each) => each.count >= count);
  assert.ok(set, "the import is one change in the history");
  await go("#/history");
  const line = at.page.locator(".changeset").filter({ hasText: set.label }).last();
  await line.getByRole("button", { name: "撤销" }).click();
  await at.page.getByRole("dialog").getByRole("button", { name: /撤\s*销/ }).click();
  await at.page.locator(".changeset.is-undone").filter({ hasText: set.label }).last().waitFor();
  assert.ok((await total("customer")) <= 2, "only customers that were worked on since are left");
});

/** Chooses from the list that is open, by typing as people do. */
async function choose(words) {
  await at.page.keyboard.type(words);
  await at.page.locator(".ant-select-item-option-active").filter({ hasText: words }).waitFor();
  await at.page.keyboard.press("Enter");
}

/** Waits until the record page shows a fact. */
const shows = (words) => at.page.locator(".recordhead, .fact__value").filter({ hasText: words }).first().waitFor();

/** Walks through the import wizard with a file, to its end: file, columns, check, result. */
async function bringIn(path) {
  const { page } = at;
  const again = page.getByRole("button", { name: "换一个文件" }); // the last import is still shown
  if (await again.isVisible()) await again.click();
  const onward = (part) => page.locator(`${part} .ant-btn-primary`).click();
  await page.locator("input[type=file]").setInputFiles(path);
  await onward(".import__next"); // what was understood of the file is right
  await onward(".import__foot"); // so are the columns
  const before = await total("customer");
  await page.locator(".import__foot .ant-btn-primary").filter({ hasText: /\d/ }).waitFor(); // the check says how many
  assert.equal(await total("customer"), before, "a check writes nothing");
  await onward(".import__foot");
  await page.locator(".import__done").waitFor();
}
