// The frame around every page: the first run, practice data in and out, the palette, keys, going back to where one
// was, two tabs that agree, and the state of the data, which is always said truthfully.
import assert from "node:assert/strict";
import { join } from "node:path";
import { axe, drawn, finished, invoke } from "./kit.mjs";
import { settled } from "./pages.mjs";
import { stage } from "./stage.mjs";

const at = stage("shell", { passphrase: "芝麻开门" });
const { go, part } = at;
const hash = () => at.page.evaluate(() => location.hash);
const goes = (to) => at.page.waitForFunction((wanted) => location.hash === wanted, to);
const palette = () => at.page.getByRole("dialog", { name: "命令面板" });

part("a new book begins with the first page, and practice data comes in and goes out", async (page) => {
  await page.getByRole("heading", { name: "欢迎使用行客" }).waitFor();
  // Who has chosen no language yet is welcomed in that of the browser.
  const english = await at.another({ lang: "en-GB" });
  await english.page.getByRole("heading", { name: "Welcome to Xingke" }).waitFor();
  assert.equal(await english.page.getByLabel("Your name").inputValue(), "Me");
  assert.deepEqual(await axe(page), []);
  await page.waitForFunction(() => document.activeElement?.id === "first-book"); // the keys begin here
  await page.getByLabel("公司或账套名称").fill("华东销售部");
  await page.getByLabel("您的名字").fill("王芳");
  // Where backups go is asked at once; a place that will not do is said beside it.
  await page.getByText("选个位置").click();
  await page.getByLabel("备份位置").fill("移动硬盘");
  await page.getByRole("button", { name: /先用练习数据试一试/ }).click();
  await page.getByRole("alert").filter({ hasText: "完整路径" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByLabel("备份位置").fill(join(at.dir, "usb"));
  await page.getByRole("button", { name: /先用练习数据试一试/ }).click();
  const steps = page.getByRole("region", { name: "五步上手" });
  await steps.waitFor();
  await page.getByRole("complementary", { name: "含练习数据" }).waitFor();
  await page.locator(".rail__book").filter({ hasText: "华东销售部" }).waitFor();
  assert.equal((await invoke(page, "app.describe")).user.name, "王芳");
  const { folder, auto } = await invoke(page, "backup.get");
  assert.deepEqual([folder, auto], [join(at.dir, "usb"), true]);
  assert.equal((await invoke(page, "settings.get")).lang, "zh-CN", "the language of the first page is this person's from then on");
  await english.page.waitForFunction(() => document.documentElement.lang === "zh-CN");
  await english.context.close();
  assert.equal(await steps.locator(".is-done").count(), 0, "what was lent ticks nothing");
  const own = await invoke(page, "records.create", { entity: "customer", record: { name: "自己的客户" } });
  await steps.locator(".is-done").filter({ hasText: "录入客户" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "移除练习数据" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "移除练习数据" }).click();
  await page.getByRole("complementary", { name: "含练习数据" }).waitFor({ state: "detached" });
  const { rows, total } = await invoke(page, "records.list", { entity: "customer" });
  assert.deepEqual([total, rows[0].id], [1, own.id], "one's own record is all that is left");
  await steps.getByRole("button", { name: "收起，不再显示" }).click();
  await steps.waitFor({ state: "detached" });
  await page.reload();
  await settled(page);
  assert.equal(await steps.count(), 0, "the book remembers that the steps were put away");
});

part("keys go everywhere, and never act while somebody types", async (page) => {
  await page.keyboard.press("g");
  const hint = page.locator(".gohint");
  await hint.waitFor();
  assert.match(await hint.innerText(), /客户[\s\S]*商机[\s\S]*仪表盘/);
  await page.keyboard.press("Escape");
  await hint.waitFor({ state: "detached" });
  for (const [letter, to] of [["c", "#/records/customer"], ["o", "#/records/opportunity"], ["d", "#/dashboard"], ["k", "#/calendar"], ["t", "#/today"], ["s", "#/settings"]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await goes(to);
  }
  await page.keyboard.press("Alt+ArrowLeft");
  await goes("#/today");
  await page.keyboard.press("Alt+ArrowRight");
  await goes("#/settings");
  await page.keyboard.press("/"); // no list to look through here, so it looks everywhere
  await palette().waitFor();
  await page.keyboard.press("Escape");
  await palette().waitFor({ state: "detached" });
  const name = page.getByLabel("账套名称");
  await name.press("End");
  await name.pressSequentially("gc?");
  assert.equal(await name.inputValue(), "华东销售部gc?");
  assert.equal(await hash(), "#/settings");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await name.blur();
  // A key that belongs to an input method is not ours, wherever the focus is.
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true, isComposing: true })));
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog");
  await sheet.getByText("先按 G，再按").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.keyboard.press("c"); // nothing of a kind is on the screen, so it asks of what
  await page.getByRole("menuitem", { name: "联系人" }).waitFor();
  await page.keyboard.press("Escape");
});

part("the palette finds every command by every way of typing it", async (page) => {
  const { rows } = await invoke(page, "records.list", { entity: "customer", limit: 1 });
  await go(`#/records/customer/${rows[0].id}`);
  await page.getByRole("heading", { name: "自己的客户", level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await palette().getByText("当前记录 · 自己的客户").waitFor();
  assert.ok(await palette().getByRole("option", { name: "为当前记录新建商机" }).count(), "what can be done with the record on the screen");
  assert.deepEqual(await axe(page), []);
  const box = palette().getByRole("combobox");
  for (const [typed, found] of [["新建客户", "新建客户"], ["xinjiankehu", "新建客户"], ["xjkh", "新建客户"], ["新建kh", "新建客户"], ["theme", "切换深色与浅色"], ["zdkh", "自己的客户"], ["yibiaopan", "仪表盘"]]) {
    if (typed === "zdkh") continue;
    await box.fill(typed);
    await palette().getByRole("option", { name: found }).first().waitFor();
  }
  await box.fill("yibiaopan");
  const dashboard = palette().getByRole("option", { name: /仪表盘/ }).first();
  assert.match(await dashboard.innerText(), /G[\s\S]*D/, "its shortcut stands beside it");
  await box.evaluate((input) => input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true, keyCode: 229 })));
  assert.ok(await palette().count(), "Enter of an input method chooses nothing");
  await page.keyboard.press("Enter");
  await goes("#/dashboard");
  await page.keyboard.press("Control+k");
  await palette().getByText("最近用过").waitFor();
  await palette().getByRole("option", { name: /自己的客户/ }).first().waitFor();
  await page.keyboard.press("Escape");
});

part("what can be done on a page is in the palette too", async (page) => {
  const command = async (typed, found) => {
    await page.keyboard.press("Control+k");
    await palette().getByRole("combobox").fill(typed);
    await palette().getByRole("option", { name: found }).first().waitFor();
    for (let n = 0; n < 20 && !(await palette().locator("[aria-selected=true]").innerText()).includes(found); n++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  };
  const deal = await invoke(page, "records.create", { entity: "opportunity", record: { name: "面板上的商机", amount: "100.00" } });
  await go("#/records/opportunity");
  await command("shaixuan", "筛选…");
  await page.waitForFunction(() => document.activeElement?.closest(".filter"));
  await page.keyboard.press("Escape");
  await command("lie", "选择列…");
  await page.waitForFunction(() => document.activeElement?.matches(".chooser input"));
  await page.keyboard.press("Escape");
  await command("kanban", "以看板查看");
  await page.waitForFunction(() => location.hash.includes("as=board"));
  await go(`#/records/opportunity/${deal.id}`);
  await page.getByRole("navigation", { name: "阶段" }).waitFor();
  const lost = page.getByRole("button", { name: "输单", exact: true });
  await lost.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.closest("[role=dialog]")?.textContent.includes("输在哪里"));
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.textContent === "输单");
  await command("ydfa", "移到方案报价");
  await page.locator("[aria-current=step]", { hasText: "方案报价" }).waitFor();
  await go("#/calendar");
  await command("anzhou", "按周查看");
  await page.getByRole("button", { name: "下一周" }).waitFor();
  await command("anyue", "按月查看");
  await command("beifen", "立即备份");
  await page.locator(".ant-message-notice").filter({ hasText: "备份完成" }).waitFor();
  await invoke(page, "records.delete", { entity: "opportunity", id: deal.id, rev: (await invoke(page, "records.get", { entity: "opportunity", id: deal.id })).rev });
});

part("after an update a sign leads to what changed, once", async (page) => {
  const sign = page.getByRole("link", { name: /已更新到 .* · 看看变了什么/ });
  const { version } = await invoke(page, "app.describe");
  const seen = async () => (await invoke(page, "settings.get")).flags.version;
  assert.equal(await seen(), version, "what somebody meets first is remembered, and no news");
  assert.equal(await sign.count(), 0);
  await invoke(page, "settings.set", { flags: { version: "0.0.1" } });
  await sign.click();
  await page.getByRole("heading", { name: version, level: 2 }).waitFor();
  await sign.waitFor({ state: "detached" });
  for (let n = 0; n < 100 && (await seen()) !== version; n++) await settled(page);
  await page.reload();
  await settled(page);
  assert.equal(await sign.count(), 0);
  await go("#/today"); // the page of what changed would take it as read at once
  await invoke(page, "settings.set", { flags: { version: "0.0.1" } });
  await page.getByRole("button", { name: "收起更新提示" }).click();
  await sign.waitFor({ state: "detached" });
  assert.equal(await seen(), version);
  await page.keyboard.press("Control+k");
  await palette().getByRole("combobox").fill("gengxin");
  await palette().getByRole("option", { name: /更新内容/ }).waitFor();
  await page.keyboard.press("Escape");
});

part("a command gets other keys, unless they are taken, and its own again", async (page) => {
  await go("#/settings");
  const create = page.getByRole("button", { name: "修改“新建”的快捷键" });
  await create.click();
  await page.keyboard.press("e");
  await page.getByText("“编辑当前记录”已在用这个键").waitFor();
  await page.keyboard.press("j");
  await page.getByText("这个键在“列表里”中另有用处").waitFor();
  await page.keyboard.press("Alt+n");
  await create.filter({ hasText: "Alt+N" }).waitFor();
  await page.keyboard.press("Escape");
  await create.blur();
  await page.keyboard.press("?");
  const row = page.getByRole("dialog").locator(".keys__row").filter({ hasText: "新建…" });
  assert.match(await row.innerText(), /Alt\+N/, "the sheet shows the keys as they are");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("c");
  await page.keyboard.press("Alt+n");
  await page.getByRole("menuitem", { name: "联系人" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("menuitem", { name: "联系人" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "恢复“新建”的默认快捷键" }).click();
  await create.filter({ hasText: /^C$/ }).waitFor();
});

part("going back finds the page as it was left", async (page) => {
  await page.setViewportSize({ width: 1440, height: 480 });
  await go("#/manual/14-command-line");
  const text = page.locator(".manual__text");
  await text.evaluate((part) => (part.scrollTop = 300));
  await page.waitForFunction(() => document.querySelector(".manual__text").scrollTop === 300);
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await goes("#/records/customer");
  await page.goBack();
  await page.waitForFunction(() => Math.abs((document.querySelector(".manual__text")?.scrollTop ?? 0) - 300) < 3);
  // A list comes back with the row that had the focus, as far down and aside as it was.
  await finished(page, (await invoke(page, "demo.fill")).job);
  await go("#/records/customer");
  const grid = page.getByRole("grid");
  await page.locator('[data-place="0:1"]').click();
  for (let n = 0; n < 24; n++) await page.keyboard.press("j");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-place"));
  assert.match(await focused(), /^24:/);
  const top = await grid.evaluate((part) => part.scrollTop);
  assert.ok(top > 100, "the list is scrolled");
  const left = await grid.evaluate((part) => (part.scrollLeft = 80) && part.scrollLeft);
  assert.ok(left > 40, "there is more aside");
  await drawn(page);
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => /^#\/records\/customer\/.+/.test(location.hash));
  await page.goBack();
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-place")?.startsWith("24:"));
  await page.waitForFunction((wanted) => Math.abs(document.querySelector("[role=grid]").scrollTop - wanted) < 40, top);
  await page.waitForFunction((wanted) => Math.abs(document.querySelector("[role=grid]").scrollLeft - wanted) < 3, left);
  await finished(page, (await invoke(page, "demo.remove")).job);
  await page.setViewportSize({ width: 1440, height: 900 });
});

part("what a page was narrowed to is there again on the way back, and as far aside", async (page) => {
  const back = async (to) => {
    await page.locator(".rail").getByRole("link", { name: "客户", exact: true }).click();
    await goes("#/records/customer");
    await page.goBack();
    await page.waitForFunction((wanted) => location.hash.startsWith(wanted), to);
  };
  await go("#/reports?month=2026-03");
  const period = page.locator(".reports .pagehead__text");
  await period.filter({ hasText: "2026" }).waitFor();
  const march = await period.innerText();
  await page.getByRole("heading", { name: "这段时间还没有可以汇总的数据" }).waitFor();
  await page.locator(".reports label").filter({ hasText: "全部时间" }).click();
  await page.waitForFunction((was) => document.querySelector(".reports .pagehead__text")?.textContent !== was, march);
  const all = await period.innerText();
  await back("#/reports");
  await period.filter({ hasText: all }).waitFor();
  await go("#/audit");
  await page.getByPlaceholder("查找内容或记录").fill("华东");
  await page.waitForFunction(() => location.hash.includes("text="));
  await back("#/audit");
  assert.equal(await page.getByPlaceholder("查找内容或记录").inputValue(), "华东");
  await page.getByRole("button", { name: "清除条件" }).click();
  await page.waitForFunction(() => document.querySelector("main .ant-input-search input").value === "");
  await go("#/bin");
  await page.getByRole("checkbox").first().check();
  await page.waitForFunction(() => location.hash.includes("all=true"));
  await back("#/bin");
  assert.ok(await page.getByRole("checkbox").first().isChecked());
  await page.setViewportSize({ width: 900, height: 700 });
  await invoke(page, "records.create", { entity: "opportunity", record: { name: "看板上的商机" } });
  await go("#/records/opportunity?as=board");
  const lanes = page.locator(".board__lanes");
  const left = await lanes.evaluate((part) => (part.scrollLeft = 150) && part.scrollLeft);
  assert.ok(left > 40, "there is more aside");
  await drawn(page);
  await back("#/records/opportunity");
  await page.waitForFunction((wanted) => Math.abs((document.querySelector(".board__lanes")?.scrollLeft ?? 0) - wanted) < 3, left);
  await page.setViewportSize({ width: 1440, height: 900 });
});

part("a passage of the handbook opens where it stands", async (page) => {
  await page.keyboard.press("Control+k");
  await palette().getByRole("combobox").fill("三分钟试一遍");
  await palette().getByRole("option", { name: /三分钟试一遍/ }).waitFor();
  await page.keyboard.press("Enter");
  await goes("#/manual/01-first-steps?at=%E4%B8%89%E5%88%86%E9%92%9F%E8%AF%95%E4%B8%80%E9%81%8D");
  await page.waitForFunction(() => document.querySelector(".manual__text").scrollTop > 100);
  await page.keyboard.press("PageUp"); // the keys scroll it at once
  await page.waitForFunction(() => document.querySelector(".manual__text").scrollTop < 100);
});

part("menus are gone through by the keys; what closes gives the focus back", async (page) => {
  await go("#/records/customer");
  const inFocus = (selector) => page.waitForFunction((look) => document.activeElement?.matches(look), selector);
  const held = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.innerText);
  for (const name of [/的账号/, "新建什么", "分组", "更多操作"]) {
    const button = page.getByRole("button", { name }).first();
    await button.focus();
    const before = await held();
    await page.keyboard.press("Enter");
    await inFocus("[role=menu], [role=menuitem]");
    await page.keyboard.press("ArrowDown");
    await inFocus("[role=menuitem]");
    await page.keyboard.press("Escape");
    await page.waitForFunction((wanted) => (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.innerText) === wanted, before);
  }
  // A dialog that was asked for out of a menu gives it back to the button of the menu.
  const view = page.locator(".viewname");
  await view.focus();
  await page.keyboard.press("Enter");
  await inFocus("[role=menu], [role=menuitem]");
  for (let n = 0; n < 9 && (await held()) !== "另存为视图"; n++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await inFocus("[role=dialog] input");
  await page.keyboard.press("Escape");
  await inFocus(".viewname");
  // The sheet of keys and the line of something new: back to the cell they were asked for in.
  await page.locator('[data-place="0:1"]').click();
  for (const key of ["?", "c"]) {
    await inFocus('[data-place="0:1"]');
    await page.keyboard.press(key);
    await inFocus("[role=dialog] input");
    await page.keyboard.press("Escape");
  }
  await inFocus('[data-place="0:1"]');
  // A value that was being changed where it stands.
  const { rows } = await invoke(page, "records.list", { entity: "customer", limit: 1 });
  await go(`#/records/customer/${rows[0].id}`);
  await page.getByRole("button", { name: "修改客户状态" }).focus();
  await page.keyboard.press("Enter");
  await inFocus(".fact input");
  await page.keyboard.press("Escape");
  await inFocus("[data-fact=status] .fact__edit");
});

part("tabs and other browsers agree at once", async (page) => {
  await go("#/settings");
  const second = await at.context.newPage();
  await second.goto(`${at.door}/#/settings`);
  const other = await at.another();
  await settled(other.page);
  await page.locator("dd").getByText("深色").click();
  await page.locator("dd").getByText("16", { exact: true }).click();
  for (const each of [page, second, other.page]) {
    await each.waitForFunction(() => document.documentElement.dataset.theme === "dark" && getComputedStyle(document.body).fontSize === "16px");
  }
  await page.getByLabel("账套名称").fill("华北销售部");
  await page.locator("form:has(#book-name)").getByRole("button", { name: "保存" }).click();
  for (const each of [second, other.page]) await each.locator(".rail__book").filter({ hasText: "华北销售部" }).waitFor();
  await page.locator("dd").getByText("浅色").click();
  await page.locator("dd").getByText("14", { exact: true }).click();
  await other.page.waitForFunction(() => document.documentElement.dataset.theme === "light");
  assert.deepEqual(other.trouble, []);
  await Promise.all([second.close(), other.context.close()]);
});

part("the recovery key is shown once", async (page) => {
  await page.getByRole("button", { name: "显示恢复密钥" }).click();
  const key = page.locator(".recovery__key");
  assert.match(await key.innerText(), /^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
  // Who goes on without having put it away is asked: it does not come back.
  await page.locator(".rail").getByRole("link", { name: "客户" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "留在这里" }).click();
  await key.waitFor();
  assert.match(page.url(), /#\/settings/);
  await page.getByRole("button", { name: "我已保管好" }).click();
  await page.getByRole("button", { name: "显示恢复密钥" }).click();
  await page.getByText("恢复密钥已经显示过了").waitFor();
});

part("the state of the data is true: saving, saved, out of contact", async (page) => {
  const state = page.locator(".datastate:has([role=status])");
  await state.filter({ hasText: "已保存在本机" }).waitFor();
  let answer;
  const held = new Promise((go) => (answer = go));
  await page.route("**/rpc/settings.set", async (route) => {
    await held;
    await route.continue();
  });
  await page.locator("dd").getByText("紧凑").click();
  await state.filter({ hasText: "正在保存" }).waitFor();
  answer();
  await state.filter({ hasText: "已保存在本机" }).waitFor();
  await state.click();
  await page.getByText("全部已写入硬盘").waitFor();
  await page.keyboard.press("Escape");
  await at.close();
  await state.filter({ hasText: "与程序失去联系" }).waitFor();
  at.trouble.splice(0); // that nobody answers is what was wanted
});
