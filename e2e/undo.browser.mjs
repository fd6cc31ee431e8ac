// Undo everywhere: by key, from the notice, in the history, out of the recycle bin with what belonged together, and a
// single value out of a record's past.
import assert from "node:assert/strict";
import { axe, finished, invoke } from "./kit.mjs";
import { settled } from "./pages.mjs";
import { stage } from "./stage.mjs";

const at = stage("undo");
const { go, part, ready } = at;
let customer;

ready(async () => {
  customer = await invoke(at.page, "records.create", { entity: "customer", record: { name: "杭州回头有限公司", level: "C", note: "第一次电话：预算在三月定，等总监出差回来再谈。下次带样品。" } });
  for (const name of ["王一", "李二"]) await invoke(at.page, "records.create", { entity: "contact", record: { name, customerId: customer.id } });
});

const now = () => invoke(at.page, "records.get", { entity: "customer", id: customer.id });
const update = async (set) => invoke(at.page, "records.update", { entity: "customer", id: customer.id, rev: (await now()).rev, set });
const total = async (entity) => (await invoke(at.page, "records.list", { entity, limit: 1 })).total;
const told = (words) => at.page.locator(".ant-message-notice").filter({ hasText: words }).last();

part("the key takes the last change back and does it again, saying what", async (page) => {
  await go(`#/records/customer/${customer.id}`);
  await update({ level: "A" });
  await update({ phone: "057188880001" });
  await page.keyboard.press("Control+z");
  await told("已撤销：修改客户“杭州回头有限公司”").waitFor();
  assert.equal((await now()).phone, undefined);
  await page.keyboard.press("Control+Shift+Z");
  await told("已重做：修改客户“杭州回头有限公司”").waitFor();
  assert.equal((await now()).phone, "057188880001");
  // Pressed quickly, one waits for the other.
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  for (;;) {
    const { phone, level } = await now();
    if (phone === undefined && level === "C") break;
  }
});

part("the key is left alone while somebody types, or an input method does", async (page) => {
  await update({ level: "B" });
  await go("#/records/customer");
  const box = page.locator("main input[type=search], main .ant-input").first();
  await box.click();
  await box.pressSequentially("杭");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+Shift+Z");
  await page.locator("main").evaluate((main) => {
    main.focus();
    main.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, isComposing: true, bubbles: true }));
  });
  // What the key does, once it is meant: had one of the others acted, this would take something else back.
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  await told("已撤销：修改客户").waitFor(); // it may still be the notice of before
  while ((await now()).level !== "C") continue;
  assert.equal(await total("customer"), 1);
});

part("before it takes back many records at once, the key asks", async (page) => {
  const many = ["客户名称", ...Array.from({ length: 25 }, (_, n) => `成批${n}号有限公司`)].join("\n");
  const file = await page.evaluate(async (text) => (await (await fetch("/files/?name=成批.csv", { method: "POST", body: text })).json()).file, many);
  await finished(page, (await invoke(page, "import.run", { entity: "customer", file, match: "none" })).job);
  assert.equal(await total("customer"), 26);
  await page.locator("main").focus();
  await page.keyboard.press("Control+z");
  const dialog = page.getByRole("dialog");
  await dialog.locator(".ant-modal-confirm-title").filter({ hasText: "撤销“导入客户（成批.csv）”？" }).waitFor();
  await dialog.getByRole("button", { name: /撤\s*销/ }).click();
  await told("已撤销：导入客户（成批.csv） · 25 条记录").waitFor();
  assert.equal(await total("customer"), 1);
});

part("a deletion says what hangs on the record; together they go, and come back from the bin", async (page) => {
  await go(`#/records/customer/${customer.id}`);
  await page.getByRole("button", { name: "更多操作" }).first().click();
  await page.getByRole("menuitem", { name: "删除", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("联系人 2").waitFor();
  await dialog.getByRole("checkbox", { name: "连同它们一起删除" }).check();
  await dialog.getByRole("button", { name: /删\s*除/ }).click();
  await told("已删除“杭州回头有限公司”").waitFor();
  assert.deepEqual([await total("customer"), await total("contact")], [0, 0]);
  await go("#/bin");
  const line = page.locator(".bin__table tr").filter({ hasText: "杭州回头有限公司" });
  await line.getByRole("button", { name: "连同：联系人 2" }).click();
  await page.locator(".bin__table tr.is-inner").filter({ hasText: "王一" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await line.getByRole("button", { name: "恢复“杭州回头有限公司”" }).click();
  await told("已恢复 3 条").waitFor();
  assert.deepEqual([await total("customer"), await total("contact")], [1, 2]);
  await line.waitFor({ state: "detached" });
  // The notice's own way back: into the bin again, and out.
  await told("已恢复 3 条").getByRole("button").click();
  await told("3 条恢复原样").waitFor();
  assert.equal(await total("contact"), 0);
  await told("3 条恢复原样").getByRole("button").click();
  await told("已重做").waitFor();
  assert.deepEqual([await total("customer"), await total("contact")], [1, 2]);
});

part("the history reads as sentences, is narrowed, and shows the words that changed", async (page) => {
  await update({ note: "第一次电话：预算在四月定，等总监出差回来再谈，要签字。下次带样品。" });
  await go("#/history");
  const line = page.locator(".changeset").filter({ hasText: "修改客户“杭州回头有限公司”" }).first();
  await line.getByRole("button", { name: /修改客户/ }).click();
  await line.locator(".difference--text del").filter({ hasText: "三" }).waitFor();
  assert.deepEqual(await line.locator(".difference--text ins").allInnerTexts(), ["四", "，要签字"]);
  const begun = page.locator(".changeset").filter({ hasText: "建立账套" });
  assert.equal(await begun.getByRole("button", { name: /撤\s*销/ }).count(), 0, "the beginning of the book cannot be undone");
  await page.getByLabel("哪种操作").click();
  await page.locator(".ant-select-item-option").filter({ hasText: "删除" }).click();
  await page.locator(".changeset").filter({ hasText: "删除客户“杭州回头有限公司”" }).waitFor();
  assert.equal(await page.locator(".changeset").filter({ hasNotText: "删除" }).count(), 0);
  await page.getByRole("button", { name: "清除条件" }).click();
  // The same deeds in the other language.
  await invoke(page, "settings.set", { lang: "en" });
  await page.reload();
  await settled(page);
  await page.locator(".changeset").filter({ hasText: "Deleted Customer 杭州回头有限公司" }).first().waitFor();
  await go(`#/records/customer/${customer.id}`);
  await page.getByRole("button", { name: "More actions" }).first().click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByText("These records are linked to it: 2 contacts.").waitFor();
  await page.keyboard.press("Escape");
  await invoke(page, "settings.set", { lang: "zh-CN" });
  await page.reload();
  await settled(page);
});

part("a record is seen as it was, and a single value of it comes back", async (page) => {
  await update({ phone: "057100000001", level: "A" });
  await go(`#/records/customer/${customer.id}`);
  await page.getByRole("button", { name: "更多操作" }).first().click();
  await page.getByRole("menuitem", { name: "看某一天的样子" }).click();
  const past = page.locator(".past");
  await past.getByText("与现在相比，有 2 项不同").waitFor();
  assert.deepEqual(await axe(page), []);
  await past.getByRole("button", { name: "上一次改动" }).click();
  await past.getByText("与现在相比，有 3 项不同").waitFor();
  await past.getByRole("button", { name: "把“客户级别”恢复成当时的值" }).click();
  await told("“客户级别”已恢复成当时的值").waitFor();
  const after = await now();
  assert.deepEqual([after.level, after.phone], ["C", "057100000001"], "only that value came back");
  await go("#/records/customer"); // who goes elsewhere leaves it
  await past.waitFor({ state: "detached" });
});

part("of an order's lines it is told which changed and how; a sum comes back with its lines, not by itself", async (page) => {
  const product = async (name) => (await invoke(page, "records.create", { entity: "product", record: { name } })).id;
  const [motor, cable] = [await product("电机"), await product("电缆")];
  const line = (productId, quantity) => ({ productId, quantity, unitPrice: "10" });
  const order = await invoke(page, "records.create", { entity: "order", record: { number: "U-1", lines: [line(motor, "4")] } });
  await invoke(page, "records.update", { entity: "order", id: order.id, rev: order.rev, set: { lines: [line(motor, "3"), line(cable, "2")] } });
  await go(`#/records/order/${order.id}`);
  assert.deepEqual((await page.locator("main .linesdiff li").allInnerTexts()).map((words) => words.replaceAll(/\s+/g, " ")).map((words) => words.includes("数量 4 → 3") || words.startsWith("增加 电缆")), [true, true]);
  await page.getByRole("button", { name: "更多操作" }).first().click();
  await page.getByRole("menuitem", { name: "看某一天的样子" }).click();
  const past = page.locator(".past");
  await past.locator(".past__lines table").nth(1).waitFor();
  const cut = await past.locator(".past__lines table").evaluateAll((tables) => tables.filter((each) => each.getBoundingClientRect().right > each.closest("td").getBoundingClientRect().right + 1).length);
  assert.equal(cut, 0, "the tables are there to their last column");
  await past.getByRole("button", { name: "把“订单金额”恢复成当时的值" }).click();
  await told("“订单金额”由其他内容算出，没有恢复").waitFor();
  await past.getByRole("button", { name: "把“明细”恢复成当时的值" }).click();
  await told("“明细”已恢复成当时的值").waitFor();
  assert.equal((await invoke(page, "records.get", { entity: "order", id: order.id })).total, "40.00");
  assert.deepEqual(await axe(page), []);
});

part("what cannot come back because its number was given away says so, and stays in the bin", async (page) => {
  const first = await invoke(page, "records.create", { entity: "customer", record: { name: "先来有限公司", code: "TAKEN-1" } });
  await invoke(page, "records.delete", { entity: "customer", id: first.id, rev: first.rev });
  await invoke(page, "records.create", { entity: "customer", record: { name: "后到有限公司", code: "TAKEN-1" } });
  await go("#/bin");
  await page.getByRole("button", { name: "恢复“先来有限公司”" }).click();
  await page.locator(".ant-message-error").getByText("1 条没有恢复，仍在回收站").waitFor();
  assert.equal(await page.getByText("已恢复 0 条").count(), 0, "nothing is called done");
});
