// The main job with the keyboard alone: nothing here presses, points or scrolls. And an input method in the palette.
import assert from "node:assert/strict";
import { invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("keys", { demo: 30 });
const { go, part, ready } = at;

ready(async () => {
  await invoke(at.page, "settings.set", { lang: "zh-CN", theme: "light", density: "standard" });
});

const press = async (...keys) => {
  for (const key of keys) await at.page.keyboard.press(key);
};
const type = (words) => at.page.keyboard.type(words);
const one = async (entity, where) => (await invoke(at.page, "records.list", { entity, where, limit: 1 })).rows[0];
const count = async (entity, where) => (await invoke(at.page, "records.list", { entity, where, limit: 1 })).total;
const shown = (words) => at.page.getByText(words).first().waitFor();

/** Waits until the field of a name has the focus, going on by Tab. */
async function tabTo(matches, most = 40) {
  for (let n = 0; n < most; n++) {
    const name = await at.page.evaluate(() => {
      const it = document.activeElement;
      const label = it?.id ? document.querySelector(`label[for="${CSS.escape(it.id)}"]`)?.textContent : "";
      return [it?.getAttribute("aria-label"), label, it?.getAttribute("placeholder"), it?.closest("label, .field")?.textContent, it?.textContent].filter(Boolean).join(" | ").slice(0, 160);
    });
    if (matches.test(name)) return name;
    await press("Tab");
  }
  throw new Error(`no ${matches} was reached by Tab`);
}

/** A command by its words, through the palette. */
async function command(words, exact = words) {
  await press("Control+k");
  const box = at.page.locator(".palette__input");
  await box.waitFor();
  await type(words);
  await at.page.locator("[role=option][aria-selected=true]").filter({ hasText: exact }).waitFor();
  await press("Enter");
  await box.waitFor({ state: "detached" });
}

part("to the customers by G C, a new one by C, saved by Enter", async () => {
  await press("g", "c");
  await at.page.locator(".grid__row").first().waitFor();
  await press("c");
  await at.page.locator(".quick input:focus").waitFor();
  await type("键盘测试有限公司");
  await press("Enter");
  await shown("键盘测试有限公司");
  assert.equal(await count("customer", { field: "name", op: "eq", value: "键盘测试有限公司" }), 1);
});

part("found in the palette by initials, opened by Enter", async () => {
  await command("jpcs", "键盘测试有限公司");
  await at.page.getByRole("heading", { level: 1, name: "键盘测试有限公司" }).waitFor();
});

part("a follow-up with the next plan", async () => {
  await command("记录跟进");
  await at.page.locator(".composer textarea:focus").waitFor();
  await type("键盘记录：要两套报价。");
  await tabTo(/下一步/);
  await type("送报价");
  await tabTo(/下次跟进/);
  await type("明天");
  await press("Control+Enter");
  await shown("键盘记录：要两套报价。");
  const customer = await one("customer", { field: "name", op: "eq", value: "键盘测试有限公司" });
  assert.equal(await count("followUpPlan", { field: "customerId", op: "eq", value: customer.id }), 1, "the next step became a plan");
});

part("a deal of this customer, made from its page", async () => {
  await command("新建商机", "商机");
  await at.page.locator(".ant-drawer input:focus, form .field input:focus").first().waitFor();
  await tabTo(/商机名称|名称/);
  await type("键盘商机");
  await tabTo(/金额/);
  await type("12万");
  await press("Control+Enter");
  await at.page.locator(".ant-drawer-open").waitFor({ state: "detached" });
  const deal = await one("opportunity", { field: "name", op: "eq", value: "键盘商机" });
  assert.equal(deal?.amount, "120000.00");
});

const stageOf = async () => (await one("opportunity", { field: "name", op: "eq", value: "键盘商机" })).stage;

part("the deal is found by the quick filter and moves on, in its cell of the list", async () => {
  await press("g", "o");
  await at.page.locator(".grid__row").first().waitFor();
  await press("/");
  await at.page.locator(".list__tools input:focus").waitFor();
  await type("键盘商机");
  await at.page.locator(".list__foot").filter({ hasText: /共\s*1\s*条/ }).waitFor();
  for (let n = 0; n < 20 && !(await at.page.evaluate(() => document.activeElement?.closest(".grid") !== null)); n++) await press("Tab");
  await press("ArrowDown", "Home");
  const inStage = () => at.page.evaluate(() => {
    const cell = document.activeElement?.closest("[role=gridcell]");
    const head = [...document.querySelectorAll("[role=columnheader]")].find((each) => each.getAttribute("aria-colindex") === cell?.getAttribute("aria-colindex"));
    return head?.textContent?.includes("阶段") ?? false;
  });
  for (let n = 0; n < 12 && !(await inStage()); n++) await press("ArrowRight");
  await press("Enter");
  await at.page.locator(".ant-select-open, .ant-select-focused").first().waitFor();
  await type("商务谈判");
  await at.page.locator(".ant-select-item-option-active").filter({ hasText: "商务谈判" }).waitFor();
  await press("Enter");
  await at.page.locator(".grid__row").filter({ hasText: "键盘商机" }).filter({ hasText: "商务谈判" }).waitFor();
  assert.equal(await stageOf(), "negotiate");
});

part("what was done last is taken back by Ctrl+Z", async () => {
  await press("Escape", "Control+z");
  await at.page.locator(".grid__row").filter({ hasText: "键盘商机" }).filter({ hasNotText: "商务谈判" }).waitFor();
  assert.notEqual(await stageOf(), "negotiate");
});

part("an input method in the palette: its Enter is not ours", async () => {
  await press("Control+k");
  const box = at.page.locator(".palette__input");
  await box.waitFor();
  const session = await at.context.newCDPSession(at.page);
  await session.send("Input.imeSetComposition", { text: "jianpan", selectionStart: 7, selectionEnd: 7 });
  await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229 });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 });
  assert.equal(await box.count(), 1, "the palette is still open");
  await session.send("Input.insertText", { text: "键盘测试" });
  assert.equal(await box.inputValue(), "键盘测试", "what was chosen stands in the field");
  await at.page.locator("[role=option][aria-selected=true]").filter({ hasText: "键盘测试有限公司" }).waitFor();
  await press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "键盘测试有限公司" }).waitFor();
});

part("on the list of today: no letter is a command between the fields of what one writes, and one comes back to the line one left", async (page) => {
  const inFocus = (what) => page.waitForFunction((name) => document.activeElement?.getAttribute("aria-label")?.includes(name), what);
  const item = () => page.evaluate(() => document.activeElement?.getAttribute("data-item"));
  await press("g", "t");
  await page.locator(".todo__row").first().waitFor();
  await press("j", "j");
  const at = await item();
  assert.ok(at);
  await press("d");
  await page.locator(".todo__talk textarea:focus").waitFor();
  await type("先说一半");
  await press("Tab");
  await page.waitForFunction(() => document.activeElement?.matches(".composer input[type=radio]"));
  await press("s");
  await press("Tab"); // the ways of talking are one stop
  await inFocus("下一步");
  assert.equal(await page.locator(".todo__talk").count(), 1);
  assert.equal(await page.locator(".ant-message-notice").filter({ hasText: "明天" }).count(), 0, "nothing was put off");
  await press("Escape");
  await page.waitForFunction((key) => document.activeElement?.getAttribute("data-item") === key, at);
  await press("Enter");
  await page.locator(".recordhead").waitFor();
  await press("Alt+ArrowLeft");
  await page.waitForFunction((key) => document.activeElement?.getAttribute("data-item") === key, at);
});
