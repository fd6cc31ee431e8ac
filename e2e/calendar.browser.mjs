// The calendar: plans, visits, closes and orders on their days; moved by mouse and by keys, made by a press on a day.
import assert from "node:assert/strict";
import { axe, drawn, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("calendar");
const { go, part, ready } = at;
// Days of this month that are not at its edges, so that moving by a week stays in sight.
const today = new Date(new Date().toLocaleString("en-US", { timeZone: "Asia/Shanghai" })); // where the browser is
const two = (n) => String(n).padStart(2, "0");
const dayText = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const inMonth = (dom) => dayText(new Date(today.getFullYear(), today.getMonth(), dom));

ready(async () => {
  const customer = await invoke(at.page, "records.create", { entity: "customer", record: { name: "杭州精密" } });
  const make = (entity, record) => invoke(at.page, "records.create", { entity, record: { customerId: customer.id, ...record } });
  await make("followUpPlan", { goal: "送样机", dueOn: inMonth(12) });
  await make("followUp", { content: "看了两条线", way: "visit", at: `${inMonth(11)}T02:00:00Z` });
  await make("followUp", { content: "电话里谈价格", way: "call", at: `${inMonth(11)}T03:00:00Z` });
  await make("opportunity", { name: "包装线改造", expectedCloseOn: inMonth(13) });
  await make("order", { number: "SO-1", orderedOn: inMonth(14), total: "100" });
});

const day = (text) => at.page.locator(`[role=cell][data-date="${text}"]`);
const entry = (words) => at.page.locator("[data-entry]").filter({ hasText: words });
const plan = async () => (await invoke(at.page, "records.list", { entity: "followUpPlan", where: { field: "goal", op: "eq", value: "送样机" } })).rows[0];

part("each kind stands on its day, and can be left out", async () => {
  await go("#/calendar");
  await day(inMonth(12)).getByText("送样机").waitFor();
  await day(inMonth(11)).getByText("看了两条线").waitFor();
  await day(inMonth(13)).getByText("包装线改造").waitFor();
  await day(inMonth(14)).getByText("SO-1").waitFor();
  assert.equal(await entry("电话里谈价格").count(), 0, "a call is no visit");
  assert.match(await at.page.locator("[role=columnheader]").first().innerText(), /周一/, "the week begins on Monday");
  await at.page.getByRole("button", { name: "订单", exact: true, pressed: true }).click();
  await entry("SO-1").waitFor({ state: "detached" });
  await at.page.getByRole("button", { name: "订单", exact: true, pressed: false }).click();
  await entry("SO-1").waitFor();
  assert.deepEqual(await axe(at.page), [], "no critical or serious finding of axe");
});

// By hand: the button goes down on it, and it follows. What is told in between comes while it is held.
async function drag(words, day, meanwhile = async () => {}) {
  const from = await entry(words).boundingBox();
  const to = await at.page.locator(`[role=cell][data-date="${day}"]`).boundingBox();
  await at.page.mouse.move(from.x + 20, from.y + 8);
  await at.page.mouse.down();
  await at.page.mouse.move(from.x + 40, from.y + 14, { steps: 4 });
  await at.page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await meanwhile();
  await at.page.mouse.up();
}

part("a plan is dragged to another day, and taken back; what changes elsewhere meanwhile takes nothing out of the hand", async () => {
  const notice = at.page.locator(".notice").filter({ hasText: "送样机" });
  await drag("送样机", inMonth(15), async () => {
    const told = at.page.waitForResponse(async (answer) => answer.url().endsWith("/rpc/records.list") && (await answer.text()).includes("SO-9"));
    const order = (await invoke(at.page, "records.list", { entity: "order", limit: 1 })).rows[0];
    await invoke(at.page, "records.update", { entity: "order", id: order.id, rev: order.rev, set: { number: "SO-9" } });
    await told;
    await drawn(at.page);
    assert.equal(await entry("SO-9").count(), 0, "it waits until the entry is let go");
  });
  await notice.waitFor();
  await entry("SO-9").waitFor();
  const moved = await plan();
  assert.deepEqual([moved.dueOn, moved.status, moved.firstOn], [inMonth(15), "postponed", inMonth(12)]);
  await notice.getByRole("button").click();
  await day(inMonth(12)).getByText("送样机").waitFor();
  assert.equal((await plan()).dueOn, inMonth(12));
});

part("by keys: Alt and an arrow move an entry, arrows walk the days, Enter makes a plan", async () => {
  await entry("送样机").focus();
  await at.page.keyboard.press("Alt+ArrowRight");
  await day(inMonth(13)).getByText("送样机").waitFor();
  assert.equal((await plan()).dueOn, inMonth(13));
  await entry("送样机").focus();
  await at.page.keyboard.press("Enter");
  const card = at.page.locator(".entrycard");
  await card.getByText("杭州精密").waitFor();
  await at.page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
  await day(inMonth(16)).focus();
  await at.page.keyboard.press("ArrowRight");
  await at.page.waitForFunction((text) => document.activeElement?.dataset.date === text, inMonth(17));
  await at.page.keyboard.press("Enter");
  const form = at.page.locator(".ant-drawer, .ant-modal").last();
  await form.getByLabel("目标").fill("带合同上门");
  await at.page.keyboard.press("Control+Enter");
  await day(inMonth(17)).getByText("带合同上门").waitFor();
});

part("a press on an entry shows it, completes it, opens it at the side", async () => {
  await entry("带合同上门").click();
  await at.page.locator(".entrycard").getByRole("button", { name: "完成" }).click();
  await at.page.locator(".chiplet.is-done").filter({ hasText: "带合同上门" }).waitFor();
  await entry("包装线改造").click();
  await at.page.locator(".entrycard").getByRole("button", { name: "打开" }).click();
  await at.page.locator(".peek").getByRole("heading", { name: "包装线改造" }).waitFor();
  await at.page.keyboard.press("Escape");
});

part("a list is laid out by its days, under its filter; the agenda lists them", async () => {
  await go("#/records/order?as=calendar");
  await day(inMonth(14)).getByText("SO-9").waitFor();
  await go('#/records/order?as=calendar&where={"field":"number","op":"eq","value":"SO-2"}');
  await entry("SO-1").waitFor({ state: "detached" });
  await go("#/calendar");
  await at.page.locator(".calendarbar").getByText("日程", { exact: true }).click();
  await entry("送样机").waitFor();
  await at.page.locator(".calendarbar").getByText("周", { exact: true }).click();
  await at.page.getByText("全天").first().waitFor();
  assert.deepEqual(await axe(at.page), [], "no critical or serious finding of axe");
});

part("a press on an hour plans at that hour; put on the whole day a plan has none; whose days are shown is kept on the way back", async () => {
  await go("#/calendar");
  await at.page.locator(".calendarbar").getByText("日", { exact: true }).click();
  const nine = at.page.locator("[role=rowheader], .fc-timegrid-slot-label, td, div").filter({ hasText: /^09:00$/ }).last();
  const box = await nine.boundingBox();
  await at.page.mouse.click(box.x + 400, box.y + box.height / 2 + 4);
  const form = at.page.locator(".ant-drawer, .ant-modal").last();
  await form.getByLabel("目标").fill("九点开会");
  await at.page.keyboard.press("Control+Enter");
  const meeting = async () => (await invoke(at.page, "records.list", { entity: "followUpPlan", where: { field: "goal", op: "eq", value: "九点开会" } })).rows[0];
  await entry("九点开会").waitFor();
  const planned = await meeting();
  assert.equal(planned.dueAt, new Date(`${planned.dueOn}T09:00:00+08:00`).toISOString().replace(".000", ""));
  const whole = await at.page.getByText("全天").first().boundingBox();
  const from = await entry("九点开会").boundingBox();
  await at.page.mouse.move(from.x + 20, from.y + 8);
  await at.page.mouse.down();
  await at.page.mouse.move(from.x + 40, from.y, { steps: 4 });
  await at.page.mouse.move(from.x + 60, whole.y + whole.height / 2, { steps: 8 });
  // What somebody else writes on it while it is in hand is kept.
  await invoke(at.page, "records.update", { entity: "followUpPlan", id: planned.id, rev: planned.rev, set: { way: "meeting" } });
  await at.page.mouse.up();
  const told = at.page.locator(".notice").filter({ hasText: "“九点开会”已改到" });
  await told.waitFor();
  assert.deepEqual([(await meeting()).dueAt, (await meeting()).way], [undefined, "meeting"]);
  await at.page.keyboard.press("Control+z");
  await at.page.locator(".notice").filter({ hasText: "已撤销" }).waitFor();
  await told.waitFor({ state: "detached" });
  assert.equal((await meeting()).dueAt, planned.dueAt, "taken back; and not offered to be taken back again");
  await at.page.locator(".owners").click();
  await at.page.locator(".ant-select-item-option").filter({ hasText: "所有人" }).click();
  await at.page.waitForFunction(() => location.hash.includes("owner="));
  await go("#/records/order");
  await at.page.goBack();
  await at.page.locator(".owners").filter({ hasText: "所有人" }).waitFor();
});
