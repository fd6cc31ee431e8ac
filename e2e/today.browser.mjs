// The page of the day and the page of a customer: what waits is closed, put off and found again; a customer's whole
// story stands in one timeline.
import assert from "node:assert/strict";
import { axe, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("today", { demo: 24 });
const { go, part, ready } = at;
const bare = stage("today-new");
let page;
let customer;

const day = (away) => {
  const now = new Date();
  const one = new Date(now.getFullYear(), now.getMonth(), now.getDate() + away);
  return `${one.getFullYear()}-${String(one.getMonth() + 1).padStart(2, "0")}-${String(one.getDate()).padStart(2, "0")}`;
};
const total = async (entity, where) => (await invoke(page, "records.list", { entity, where, limit: 1 })).total;
const plan = (goal, dueOn, more = {}) =>
  invoke(page, "records.create", { entity: "followUpPlan", record: { goal, dueOn, customerId: customer.id, ...more } });
const planNow = (id) => invoke(page, "records.get", { entity: "followUpPlan", id });
const row = (title) => page.locator(".todo").filter({ has: page.locator(".todo__title", { hasText: title }) });

ready(async () => {
  page = at.page;
  customer = await invoke(page, "records.create", {
    entity: "customer",
    record: { name: "宁波今日样机有限公司", level: "A", phone: "0574-66001234" },
  });
});

part("the program begins with the day; what is overdue says so", async () => {
  const late = await plan("催第二笔款", day(0), { way: "call" });
  await invoke(page, "records.update", { entity: "followUpPlan", id: late.id, rev: late.rev, set: { dueOn: day(-2) } });
  await plan("送样机演示", day(0), { way: "visit" });
  await page.getByRole("heading", { level: 1, name: /今日/ }).waitFor();
  await row("催第二笔款").getByText("逾期 2 天").waitFor();
  await row("送样机演示").getByText("今天", { exact: true }).waitFor();
  assert.deepEqual(await axe(page), []);
});

part("closing a plan asks what was said and for the next step; an input method's Enter closes nothing", async () => {
  const before = await total("followUp");
  await page.locator(".todo__row", { hasText: "催第二笔款" }).focus();
  await page.keyboard.press("d");
  const said = page.getByLabel("说了什么，结果怎样");
  await said.fill("答应月底前付");
  await said.evaluate((field) => {
    field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, isComposing: true, bubbles: true }));
    field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  });
  await page.getByLabel("下一步做什么").fill("查到账");
  await page.getByLabel("下次跟进").fill("三天后");
  await page.getByText(/3天后/).waitFor();
  assert.equal(await total("followUp"), before, "nothing was saved while characters were being put together");
  await page.keyboard.press("Control+Enter");
  await row("催第二笔款").waitFor({ state: "detached" });
  assert.equal(await total("followUp"), before + 1);
  const next = await invoke(page, "records.list", {
    entity: "followUpPlan",
    where: { field: "goal", op: "eq", value: "查到账" },
  });
  assert.deepEqual(next.rows.map((each) => [each.dueOn, each.customerId]), [[day(3), customer.id]]);
});

part("a next day written in a follow-up waits without a plan, and is arranged", async () => {
  const other = await invoke(page, "records.create", { entity: "customer", record: { name: "约好再谈有限公司" } });
  const said = { content: "下周再谈", way: "call", customerId: other.id, at: new Date(Date.now() - 864e5).toISOString() };
  await invoke(page, "records.create", { entity: "followUp", record: { ...said, nextOn: day(0), nextStep: "带样册去" } });
  const part = page.getByRole("region", { name: "约好要跟进的客户" });
  await part.getByText("带样册去").waitFor();
  await part.getByText("约好再谈有限公司").waitFor();
  // By the mouse as by P.
  await part.getByRole("button", { name: /^安排/ }).click();
  await page.locator(".movemenu__day:focus").waitFor();
  await page.keyboard.press("Enter");
  await part.waitFor({ state: "detached" });
  assert.equal(await total("followUpPlan", { field: "customerId", op: "eq", value: other.id }), 1);
});

part("P moves to another day and can be taken back; S puts out of sight until tomorrow", async () => {
  const { rows } = await invoke(page, "records.list", { entity: "followUpPlan", where: { field: "goal", op: "eq", value: "送样机演示" } });
  const [mine] = rows.filter((each) => each.customerId === customer.id);
  await page.locator(".todo__row", { hasText: "宁波今日样机有限公司" }).filter({ hasText: "送样机演示" }).focus();
  await page.keyboard.press("p");
  await page.locator(".movemenu__day:focus").waitFor();
  await page.keyboard.press("Enter");
  const moved = page.locator(".notice").filter({ hasText: "已改到" });
  await moved.waitFor();
  assert.deepEqual([(await planNow(mine.id)).dueOn, (await planNow(mine.id)).status], [day(1), "postponed"]);
  await moved.getByRole("button").click();
  const here = page.locator(".todo__row", { hasText: "宁波今日样机有限公司" }).filter({ hasText: "送样机演示" });
  await here.waitFor();
  assert.equal((await planNow(mine.id)).dueOn, day(0));
  await here.focus();
  await page.keyboard.press("s");
  await here.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "现在显示" }).click();
  await here.waitFor();
});

part("J and Enter lead to the customer; a figure leads to its rows", async () => {
  await page.locator(".todo__row", { hasText: "宁波今日样机有限公司" }).first().focus();
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  await page.locator(".todo__row", { hasText: "宁波今日样机有限公司" }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "宁波今日样机有限公司" }).waitFor();
  await page.goBack();
  await page.getByRole("button", { name: /进行中/ }).click();
  await page.waitForURL(/records\/opportunity\?.*where/);
  await page.getByRole("heading", { level: 1, name: /商机/ }).waitFor();
});

part("a customer's page tells the whole story, by kind, and reads on", async () => {
  const [deal] = (await invoke(page, "records.list", { entity: "opportunity", where: { field: "stage", op: "eq", value: "won" }, limit: 1 })).rows;
  for (let n = 0; n < 33; n++)
    await invoke(page, "followUp.record", { customerId: deal.customerId, content: `第 ${n} 次通话`, at: new Date(Date.now() - n * 3_600_000).toISOString() });
  await page.goto(`${at.door}/#/records/customer/${deal.customerId}`);
  await page.locator(".happened--said").nth(29).waitFor();
  const first = await page.locator(".happened").count();
  await page.getByRole("button", { name: "更早的" }).click();
  await page.locator(".happened--said").nth(32).waitFor();
  assert.ok((await page.locator(".happened").count()) > first, "there is more after reading on");
  const kind = (name) => page.locator(".timeline__head").getByText(name, { exact: true }).click();
  await kind("商机");
  await page.locator(".happened--deal").filter({ hasText: "赢单" }).first().waitFor();
  assert.equal(await page.locator(".happened--said").count(), 0, "only deals are told");
  await kind("变更");
  const made = page.locator(".happened").filter({ hasText: "新建了" });
  await made.waitFor();
  const { createdAt } = await invoke(page, "records.get", { entity: "customer", id: deal.customerId });
  assert.ok(Date.parse(createdAt) < Date.now() - 86_400_000, "practice data are as old as the life they tell of");
  assert.equal(await made.locator("time").getAttribute("datetime"), createdAt, "told when it was, not when the book heard of it");
  assert.equal(await page.getByText("修改客户").count(), 0, "on the page of a customer nobody has to be told which one");
  await kind("计划");
  await page.locator(".happened").filter({ hasText: "新建了" }).waitFor({ state: "detached" });
  await kind("全部");
  const won = page.locator(".figurebox").filter({ hasText: "累计成交" });
  assert.match(await won.innerText(), /[1-9][\d,]*\.\d\d/);
  assert.deepEqual(await axe(page), []);
});

part("what is being written about a customer stays when the page is left", async () => {
  await page.goto(`${at.door}/#/records/customer/${customer.id}`);
  await page.getByLabel("记录跟进").fill("话说到一半");
  await page.goto(`${at.door}/#/today`);
  await page.getByRole("heading", { level: 1, name: /今日/ }).waitFor();
  await page.goBack();
  await page.getByLabel("记录跟进").and(page.locator("textarea")).waitFor();
  assert.equal(await page.getByLabel("记录跟进").and(page.locator("textarea")).inputValue(), "话说到一半");
  await page.locator(".recordhead").getByRole("button", { name: "新建商机" }).click();
  await page.locator(".form").getByText("宁波今日样机有限公司").first().waitFor();
});

bare.part("in a new book, today and the dashboard have one first action each, and say what it leads to", async (page) => {
  await invoke(page, "settings.set", { lang: "zh-CN", theme: "light", flags: { begun: "1" } });
  for (const [hash, says] of [["#/today", "新建客户"], ["#/dashboard", "导入数据"], ["#/dashboard?tab=pivot", "导入数据"]]) {
    await bare.go(hash);
    await page.reload();
    await page.locator("main .empty").waitFor();
    assert.deepEqual(await page.locator("main .ant-btn-primary").allInnerTexts(), [says], hash);
    assert.deepEqual(await axe(page), []);
  }
});
