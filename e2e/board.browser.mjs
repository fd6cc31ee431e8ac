// The board of deals, by mouse and by keys: a card is carried, what a stage asks is asked, what is refused goes back,
// everything has its way back; five thousand cards are no more than five.
import assert from "node:assert/strict";
import { axe, drawn, finished, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("board");
const { go, part, ready } = at;

ready(async () => {
  const customer = await invoke(at.page, "records.create", { entity: "customer", record: { name: "苏州恒达机械有限公司" } });
  for (const record of [
    { name: "包装线电控改造", stage: "discover", amount: "120000", expectedCloseOn: "2027-01-05" },
    { name: "码垛机器人", stage: "discover", amount: "80000", expectedCloseOn: "2027-01-09" },
    { name: "备件框架协议", stage: "qualify" },
  ])
    await invoke(at.page, "records.create", { entity: "opportunity", record: { ...record, customerId: customer.id } });
});

const lane = (key) => at.page.locator(`[data-lane="${key}"]`);
const card = (name) => at.page.locator("[data-card]").filter({ hasText: name });
const deal = async (name) => (await invoke(at.page, "records.list", { entity: "opportunity", where: { field: "name", op: "eq", value: name } })).rows[0];
const keys = async (...names) => {
  for (const name of names) {
    await at.page.keyboard.press(name);
    await drawn(at.page);
  }
};
const carry = async (name, to) => {
  await drawn(at.page);
  const from = await card(name).boundingBox();
  const there = await lane(to).boundingBox();
  await at.page.mouse.move(from.x + 40, from.y + 20);
  await at.page.mouse.down();
  await at.page.mouse.move(from.x + 60, from.y + 30, { steps: 3 });
  await at.page.locator(".card.is-lifted").waitFor();
  const over = at.page.locator(`[data-lane="${to}"].is-over`);
  for (let n = 0; n < 40 && !(await over.isVisible()); n++) {
    await at.page.mouse.move(there.x + there.width / 2 + (n % 5), there.y + 160, { steps: 5 });
    await drawn(at.page);
  }
  await over.waitFor();
  await at.page.mouse.up();
};
const undo = async () => {
  await at.page.locator(".notice").getByRole("button").last().click();
};

part("columns say how many, how much and what may be hoped for", async () => {
  await go("#/records/opportunity?as=board");
  assert.match(await lane("discover").locator(".lane__head").innerText(), /2[\s\S]*合计 20万[\s\S]*加权 6万/);
  assert.match(await card("包装线电控改造").innerText(), /苏州恒达机械有限公司[\s\S]*停留 0 天[\s\S]*120,000\.00/);
  assert.deepEqual(await axe(at.page), [], "no critical or serious finding of axe");
});

part("who comes back to a board finds only what they had left on it", async (page) => {
  const late = page.getByRole("button", { name: /太久没有跟进/ });
  await late.click();
  await page.waitForFunction(() => location.hash.includes("rotten=true"));
  await go("#/today");
  await page.goBack();
  await page.locator('.board button[aria-pressed="true"]').waitFor();
  await late.click();
  await page.waitForFunction(() => !location.hash.includes("rotten"));
});

part("a card carried by the mouse moves its deal, and comes back", async () => {
  await carry("包装线电控改造", "propose");
  await lane("propose").getByText("包装线电控改造").waitFor();
  await at.page.locator(".notice").filter({ hasText: "方案报价" }).waitFor();
  const moved = await deal("包装线电控改造");
  assert.deepEqual([moved.stage, moved.chance], ["propose", 50]);
  await undo();
  await lane("discover").getByText("包装线电控改造").waitFor();
  assert.equal((await deal("包装线电控改造")).stage, "discover");
});

part("by keys: Space lifts, arrows choose, Esc puts back, Space drops, and it is said aloud", async () => {
  await card("包装线电控改造").focus();
  const said = at.page.locator("[id^=DndLiveRegion]");
  await keys("Space");
  await said.filter({ hasText: "已拿起包装线电控改造" }).waitFor({ state: "attached" });
  await keys("ArrowRight");
  await said.filter({ hasText: "方案报价" }).waitFor({ state: "attached" });
  await keys("Escape");
  await said.filter({ hasText: "放回原处" }).waitFor({ state: "attached" });
  assert.equal((await deal("包装线电控改造")).stage, "discover");
  await keys("Space");
  await lane("discover").locator(".is-lifted").waitFor();
  await keys("ArrowRight");
  await at.page.locator('[data-lane="propose"].is-over').waitFor();
  await keys("Space");
  await lane("propose").locator("[data-card]:focus").waitFor();
  await at.page.waitForFunction(() => document.activeElement?.textContent?.includes("包装线电控改造"));
  await at.page.locator(".notice").filter({ hasText: "方案报价" }).last().waitFor();
  assert.equal((await deal("包装线电控改造")).stage, "propose");
  // J and the arrows walk, Enter shows at the side.
  await keys("ArrowLeft");
  await at.page.waitForFunction(() => document.activeElement?.textContent?.includes("码垛机器人"));
  await keys("Enter");
  await at.page.locator(".peek").getByRole("heading", { name: "码垛机器人" }).waitFor();
  await keys("ArrowRight");
  await at.page.locator(".peek").getByRole("heading", { name: "包装线电控改造" }).waitFor();
  await keys("Escape");
  await at.page.locator(".peek").waitFor({ state: "detached" });
});

part("a right click on a card offers what can be done with it; its page is one press of keys away", async (page) => {
  await card("包装线电控改造").click({ button: "right" });
  const item = (name) => page.getByRole("menuitem", { name });
  await item(/在侧边打开/).waitFor();
  await keys("Escape");
  await item(/在侧边打开/).waitFor({ state: "hidden" });
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("包装线电控改造"));
  await card("包装线电控改造").click({ button: "right" });
  await item("移到初步接洽").waitFor();
  const before = (await deal("包装线电控改造")).stage;
  const [to, words] = before === "discover" ? ["propose", "移到方案报价"] : ["discover", "移到需求确认"];
  await item(words).click();
  await lane(to).getByText("包装线电控改造").waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("包装线电控改造"));
  while ((await deal("包装线电控改造")).stage !== to) continue;
  await keys("Control+Enter");
  await page.getByRole("heading", { level: 1, name: "包装线电控改造" }).waitFor();
  await page.goBack();
  await page.waitForFunction(() => document.querySelector(".board"));
  await invoke(page, "opportunity.move", { id: (await deal("包装线电控改造")).id, rev: (await deal("包装线电控改造")).rev, stage: before });
});

part("a stage asks for what it needs; a loss asks why", async () => {
  await carry("备件框架协议", "negotiate");
  const dialog = at.page.getByRole("dialog");
  await dialog.getByLabel("金额", { exact: true }).fill("1.5万");
  await keys("Enter");
  await dialog.locator("[aria-invalid=true]").waitFor();
  await dialog.getByLabel("预计成交日", { exact: true }).fill("2027-02-01");
  await keys("Enter");
  await lane("negotiate").getByText("备件框架协议").waitFor();
  await dialog.waitFor({ state: "detached" });
  const asked = await deal("备件框架协议");
  assert.deepEqual([asked.stage, asked.amount, asked.expectedCloseOn], ["negotiate", "15000.00", "2027-02-01"]);

  await carry("备件框架协议", "lost");
  await dialog.getByRole("button", { name: "放回原处" }).click();
  await lane("negotiate").getByText("备件框架协议").waitFor();
  assert.equal((await deal("备件框架协议")).stage, "negotiate");
  await carry("备件框架协议", "lost");
  // What somebody else writes on the card meanwhile is no hindrance.
  const meanwhile = await deal("备件框架协议");
  await invoke(at.page, "records.update", { entity: "opportunity", id: meanwhile.id, rev: meanwhile.rev, set: { nextStep: "再去一趟" } });
  await dialog.getByLabel("输单原因").fill("预算取消");
  await dialog.getByRole("button", { name: "确认输单" }).click();
  await at.page.locator(".notice").filter({ hasText: "输单" }).last().waitFor();
  assert.deepEqual([(await deal("备件框架协议")).stage, (await deal("备件框架协议")).lostReason], ["lost", "预算取消"]);
});

part("what the core refuses goes back with its reason", async () => {
  await lane("lost").getByRole("button").click();
  await lane("lost").getByText("备件框架协议").waitFor();
  await carry("备件框架协议", "won");
  await at.page.getByText("请先重新打开").waitFor();
  await lane("lost").getByText("备件框架协议").waitFor();
  // By hand it is opened again without a question.
  await carry("备件框架协议", "qualify");
  await lane("qualify").getByText("备件框架协议").waitFor();
  await at.page.locator(".notice").filter({ hasText: "初步接洽" }).last().waitFor();
  assert.equal((await deal("备件框架协议")).stage, "qualify");
  // By keys too the question can be left, and the card stays in hand.
  await card("备件框架协议").focus();
  await keys("Space");
  await lane("qualify").locator(".is-lifted").waitFor();
  await keys("End", "Space");
  await at.page.getByRole("dialog").getByLabel("输单原因").waitFor();
  await keys("Escape");
  await at.page.waitForFunction(() => document.activeElement?.textContent?.includes("备件框架协议"));
  // Nor is it lost without a reason by the other ways.
  const one = await deal("备件框架协议");
  await assert.rejects(invoke(at.page, "records.update", { entity: "opportunity", id: one.id, rev: one.rev, set: { stage: "lost" } }), /lostReason/);
});

part("five thousand cards: only those in sight are in the page, and it scrolls to the end", async () => {
  const rows = Array.from({ length: 5000 }, (_, n) => `大单${String(n).padStart(4, "0")},初步接洽,${n + 1},2027-03-01`);
  await bringIn(`\ufeff商机名称,阶段,金额,预计成交日期\r\n${rows.join("\r\n")}\r\n`);
  await go("#/records/opportunity?as=board&sort=[{\"field\":\"name\"}]");
  await lane("qualify").locator(".lane__count").filter({ hasText: "5,00" }).waitFor();
  assert.ok((await at.page.locator("[data-card]").count()) < 60, "a window of cards");
  const frames = await lane("qualify").locator(".lane__cards").evaluate(async (cards) => {
    const slow = [];
    let last = performance.now();
    for (let n = 0; n < 60; n++) {
      cards.scrollTop += 400;
      await new Promise((done) => requestAnimationFrame(done));
      slow.push(performance.now() - last);
      last = performance.now();
    }
    return slow.sort((a, b) => a - b);
  });
  assert.ok(frames[frames.length / 2] < 250, `a step of the wheel takes ${frames.map(Math.round)} ms`);
  assert.ok((await at.page.locator("[data-card]").count()) < 60, "still a window of cards");
  // A change of all of them is stopped on its way: what was done is said, and taken back as one.
  await go("#/records/opportunity");
  await at.page.getByRole("columnheader", { name: "选中全部" }).getByRole("checkbox").click();
  await at.page.getByRole("button", { name: "转给" }).click();
  await at.page.getByRole("dialog").getByLabel("转给谁").click();
  await at.page.locator(".ant-select-item-option").first().click();
  await at.page.evaluate(() => {
    const look = new MutationObserver(() => {
      const stop = [...document.querySelectorAll(".bulk__progress button")].at(-1);
      if (stop) look.disconnect();
      stop?.click();
    });
    look.observe(document.body, { childList: true, subtree: true });
  });
  await at.page.getByRole("dialog").getByRole("button", { name: "转交 5,003 条" }).click();
  const told = at.page.locator(".notice").filter({ hasText: /已转交 [\d,]+ 条/ });
  await told.waitFor();
  const words = await told.innerText();
  const done = Number(/已转交 ([\d,]+) 条/.exec(words)[1].replaceAll(",", ""));
  // It may have been through before the button was there.
  assert.equal(done < 5003, words.includes("已停止"), words);
  // Another kind of list, by its own choice.
  await go("#/records/customer?as=board");
  await lane("interested").getByText("苏州恒达机械有限公司").waitFor();
});

/** Brings a file of deals in, as the wizard does. */
async function bringIn(text) {
  const file = await at.page.evaluate(async (body) => {
    const answer = await fetch(`/files/?name=${encodeURIComponent("商机.csv")}`, { method: "POST", body: new Blob([body]) });
    const reply = await answer.json();
    return reply.hash ?? reply.file;
  }, text);
  const { job } = await invoke(at.page, "import.run", { entity: "opportunity", file });
  await finished(at.page, job);
}
