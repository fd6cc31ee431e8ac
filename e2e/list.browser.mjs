// Lists as people live in them: any number of rows, groups, columns, views, the side view that goes
// through the list, everything selected, a list kept as a report.
import assert from "node:assert/strict";
import { axe, invoke } from "./kit.mjs";
import { count, listStage, sorted } from "./list.mjs";

const at = listStage("list");
const { go, part, customers, cell, called, until } = at;
let page;
at.ready(() => (page = at.page));
const menu = (name) => page.getByRole("menuitem", { name });

part("any row can be reached, and only a screenful is in the page", async () => {
  await customers();
  await page.getByText(`共 ${count} 条`).first().waitFor();
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = grid.scrollHeight));
  await cell(count - 1, 1).getByText("客户260").waitFor();
  assert.ok((await page.locator(".grid__body .grid__row").count()) <= 60);
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = 0));
  await cell(0, 1).getByText("客户001").waitFor();
});

part("a filter for what none may be can be opened and changed; rows stay where they are when one is selected", async () => {
  const none = { not: { or: [{ field: "level", op: "in", value: ["A"] }, { field: "level", op: "empty" }] } };
  await go(`#/records/customer?${sorted}&where=${encodeURIComponent(JSON.stringify(none))}`);
  await page.getByRole("button", { name: /^筛选/ }).click();
  const builder = page.locator(".filter");
  await builder.getByText("都不满足").waitFor();
  assert.equal(await builder.locator(".filter__condition").count(), 2);
  await builder.getByRole("button", { name: "移除条件" }).last().click();
  await until("it says what is left", async () => /%22not%22/.test(page.url()) && !/empty/.test(page.url()));
  await page.keyboard.press("Escape");
  const before = await cell(5, 1).boundingBox();
  await cell(5, 0).click();
  await page.getByRole("toolbar", { name: "已选 1 条" }).waitFor();
  assert.deepEqual(await cell(5, 1).boundingBox(), before);
});

part("rows stand in groups with sums, and open and close", async () => {
  await go("#/records/customer");
  await page.getByRole("button", { name: "分组" }).click();
  await menu("客户级别").click();
  await page.getByText("3 组").waitFor();
  const groups = page.locator(".grid__row--group");
  assert.match(await groups.first().innerText(), /A 级/);
  await groups.first().getByRole("button").click();
  await until("the groups move together", async () => (await groups.count()) === 2 || (await groups.nth(1).boundingBox()).y - (await groups.first().boundingBox()).y < 50);
  await page.locator(".grid__row--group").first().click({ button: "right" });
  await menu("全部收起").click();
  await until("three headings are left", async () => (await page.locator(".grid__body .grid__row").count()) === 3);
  assert.match(await page.locator(".grid__row--group").nth(2).innerText(), /C 级/);
  assert.deepEqual(await axe(page), []);
  await go("#/records/opportunity?group=customerId");
  await page.locator(".grid__row--group").filter({ hasText: "6,000.00" }).waitFor();
  const edge = (part) => page.locator(`${part} .figure, ${part} .footfigure`).filter({ hasText: "6,000.00" }).last().evaluate((each) => {
    const words = document.createRange();
    words.selectNodeContents(each);
    return Math.round(words.getBoundingClientRect().right);
  });
  assert.equal(await edge(".grid__foot"), await edge(".grid__row--group"), "a sum stands below what it sums up");
});

part("a column says what stands in it, is pinned, fitted and hidden, and stays so", async () => {
  await customers();
  const heading = page.getByRole("columnheader", { name: /客户级别/ });
  await heading.click({ button: "right" });
  await page.locator(".stats__value").filter({ hasText: "A 级" }).waitFor();
  assert.match(await page.locator(".stats__facts").innerText(), /100%/);
  await menu("固定到此列").click();
  assert.equal(await heading.evaluate((cell) => getComputedStyle(cell).position), "sticky");
  const width = () => heading.evaluate((cell) => cell.offsetWidth);
  const before = await width();
  await heading.locator(".grid__edge").dblclick();
  await until("the width fits", async () => (await width()) !== before);
  const fitted = await width();
  await page.getByRole("columnheader", { name: /电话/ }).click({ button: "right" });
  await menu("隐藏此列").click();
  await page.getByRole("columnheader", { name: /电话/ }).waitFor({ state: "detached" });
  await go("#/records/customer");
  assert.equal(await width(), fitted);
  assert.equal(await page.getByRole("columnheader", { name: /电话/ }).count(), 0);
});

part("a filter reads as a sentence whose parts can be taken away, and is kept as a view", async () => {
  await go("#/records/customer");
  await page.getByRole("button", { name: "筛选", exact: true }).click();
  await page.getByRole("button", { name: "最近 30 天没有跟进" }).click();
  await page.getByText(`符合 ${count} 条`).waitFor();
  await page.keyboard.press("Escape");
  const sentence = page.getByRole("group", { name: "筛选条件" });
  await cell(0, 2).click({ button: "right" });
  await menu(/只看/).click();
  await sentence.getByText("且").waitFor();
  assert.match((await sentence.innerText()).replaceAll(/\s+/g, " "), /客户 · 最近 30 天没有跟进 且 .* 是/);
  await page.locator(".viewname").click();
  await menu("另存为视图").click();
  await page.getByLabel("视图名称").fill("久未联系");
  await page.getByText("大家都能用").click();
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByRole("heading", { name: "久未联系" }).waitFor();
  await sentence.getByRole("button", { name: /移除条件 最近/ }).click();
  await page.locator(".viewname__dot").waitFor();
  await page.getByRole("button", { name: "还原" }).click();
  await page.locator(".viewname__dot").waitFor({ state: "detached" });
  await sentence.getByText("最近 30 天没有跟进").waitFor();
  const { views } = await invoke(page, "views.list", { entity: "customer" });
  assert.deepEqual([views[0].name, views[0].shared], ["久未联系", true]);
  // It is found from anywhere, by initials too.
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.locator(".today, main h1").first().waitFor();
  await page.keyboard.press("Control+k");
  await page.locator(".palette__input").fill("jwlx");
  await page.locator("[role=option][aria-selected=true]").filter({ hasText: "久未联系" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "久未联系" }).waitFor();
  await sentence.getByText("最近 30 天没有跟进").waitFor();
});

part("a list opens with the view chosen for it, by oneself or for one's role; the whole list is one press away", async () => {
  const views = page.locator(".viewname");
  const plain = () => page.locator(".rail").getByRole("link", { name: "客户", exact: true }).click();
  const shown = (name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  const choose = async (words) => {
    await views.click();
    await menu(words).click();
  };
  const sentence = page.getByRole("group", { name: "筛选条件" });
  await go("#/records/customer");
  await choose("久未联系");
  await choose("设为角色的默认");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "老板" }).check();
  assert.deepEqual(await axe(page, ".ant-modal"), []);
  await dialog.getByRole("button", { name: "保存" }).click();
  const notice = page.locator(".notice").filter({ hasText: "已设为默认视图“久未联系”" });
  await notice.waitFor();
  // From the rail, from anywhere: the address says what is shown, and nothing is unsaved.
  await go("#/today");
  await plain();
  await shown("久未联系");
  await page.waitForURL(/saved=/);
  assert.equal(await page.locator(".viewname__dot").count(), 0);
  await sentence.getByText("最近 30 天没有跟进").waitFor();
  await choose("全部客户");
  await shown("客户");
  await sentence.waitFor({ state: "detached" });
  await page.reload();
  await shown("客户");
  assert.match(page.url(), /all=true/);
  // One's own choice goes before that of the role, and is taken back by the key.
  await choose("设为我的默认");
  await page.locator(".notice").filter({ hasText: "以后打开列表时先看“全部客户”" }).waitFor();
  await go("#/today");
  await plain();
  await shown("客户");
  await page.keyboard.press("Control+z");
  await page.locator(".notice").filter({ hasText: "设置客户列表的默认视图" }).waitFor();
  await go("#/today");
  await plain();
  await shown("久未联系");
  const { views: all } = await invoke(page, "views.list", { entity: "customer" });
  await invoke(page, "views.default", { id: all.find((one) => one.name === "久未联系").id });
  await go("#/today");
  await plain();
  await shown("客户");
});

part("a long text is filtered by what it contains, and what is written elsewhere meanwhile comes by itself", async () => {
  const write = async (name, note) => {
    const record = await called(name);
    await invoke(page, "records.update", { entity: "customer", id: record.id, rev: record.rev, set: { note } });
  };
  await write("客户007", "喜欢钓鱼\n忌谈 ＲＰＡ");
  await go("#/records/customer");
  await page.getByRole("button", { name: "筛选", exact: true }).click();
  await page.getByRole("button", { name: "加一个条件" }).click();
  await page.getByLabel("字段").click();
  await page.keyboard.type("备注");
  await page.locator(".ant-select-item-option-active").filter({ hasText: /^备注$/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByLabel("值", { exact: true }).fill("钓鱼 忌谈 rpa");
  await page.getByText("符合 1 条").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("group", { name: "筛选条件" }).getByText("备注 包含 钓鱼 忌谈 rpa").waitFor();
  await cell(0, 1).getByText("客户007").waitFor();
  await write("客户008", "也喜欢钓鱼，忌谈rpa；钓鱼 忌谈 RPA");
  await page.getByText("共 2 条").first().waitFor();
});

part("a question nobody waits for any more is given up, and nobody hears of it", async () => {
  await customers();
  let asked;
  const seen = new Promise((heard) => (asked = heard));
  const slow = (route) => (/客户00"/.test(route.request().postData() ?? "") ? asked(route.request()) : route.continue());
  await page.route("**/rpc/records.list", slow); // the answer to the first question never comes
  const box = page.getByPlaceholder("筛选文字");
  await box.fill("客户00");
  const request = await seen;
  const ended = new Promise((heard) => page.on("requestfailed", (one) => one === request && heard(one.failure().errorText)));
  await box.fill("客户012");
  assert.equal(await ended, "net::ERR_ABORTED");
  await cell(0, 1).getByText("客户012").waitFor();
  await page.unroute("**/rpc/records.list", slow);
  await box.fill("");
  await cell(0, 1).getByText("客户001").waitFor();
});

part("the side view goes through the list by keys", async () => {
  await go("#/history");
  await customers();
  // With nothing in focus the first J takes up the list.
  await cell(0, 1).getByText("客户001").waitFor();
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-place")?.startsWith("0:"));
  await page.keyboard.press("Space");
  const peek = page.locator(".peek");
  await peek.getByRole("heading", { name: "客户001" }).waitFor();
  await page.keyboard.press("j");
  await peek.getByRole("heading", { name: "客户002" }).waitFor();
  await peek.getByText(`2 / ${count}`).waitFor();
  await peek.getByRole("button", { name: "下一条" }).click();
  await peek.getByRole("heading", { name: "客户003" }).waitFor();
  // On a narrow screen nothing in its heading is squeezed, and its edge moves by keys.
  await page.setViewportSize({ width: 1024, height: 700 });
  const squeezed = () => peek.locator(".recordhead button").evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 2).map((one) => one.ariaLabel));
  assert.deepEqual(await squeezed(), []);
  const wide = () => peek.evaluate((panel) => panel.offsetWidth);
  const before = await wide();
  await peek.getByRole("separator", { name: "侧边宽度" }).press("ArrowLeft");
  await until("the side view is wider", async () => (await wide()) === before + 24);
  // A choice with a dot stands on the line of its neighbours.
  const tops = () => page.locator(".grid__row:has(.tone) [data-place]").evaluateAll((cells) => {
    const top = (cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell?.querySelector(".tone__words") ?? cell);
      return range.getClientRects()[0].top;
    };
    const level = cells.find((cell) => cell.querySelector(".tone"));
    return top(level) - top(level.parentElement.querySelector('[data-place$=":1"]'));
  });
  assert.ok(Math.abs(await tops()) < 0.6, `off by ${await tops()}`);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: "客户003", level: 1 }).waitFor();
});

part("everything that matches is selected but for one, and deleted as one change", async () => {
  await customers();
  await page.getByRole("columnheader", { name: "选中全部" }).getByRole("checkbox").click();
  await page.getByText(`已选中符合条件的全部 ${count} 条`).waitFor();
  await cell(1, 0).getByRole("checkbox").click();
  const bar = page.getByRole("toolbar", { name: `已选 ${count - 1} 条` });
  await bar.getByRole("button", { name: "删除" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "删除" }).click();
  const notice = page.locator(".notice").filter({ hasText: "已删除" });
  await notice.waitFor();
  assert.ok(await called("客户002"), "the one left out is there");
  assert.equal(await called("客户003"), undefined);
  await notice.getByRole("button").click();
  await until("all are back", async () => (await called("客户003")) !== undefined);
});

part("many are changed at once; what has to stay as it is is named with its reason", async () => {
  await customers();
  const parent = await called("客户001");
  await page.getByRole("columnheader", { name: "选中全部" }).getByRole("checkbox").click();
  await page.getByRole("button", { name: "批量修改" }).click();
  const dialog = page.getByRole("dialog");
  const choose = async (label, words) => {
    await dialog.getByLabel(label).click();
    await page.keyboard.type(words);
    await page.locator(".ant-select-item-option-active").filter({ hasText: words }).waitFor();
    await page.keyboard.press("Enter");
  };
  await choose("字段", "上级公司");
  await choose("改为", "客户001");
  await dialog.getByRole("button", { name: `修改 ${count} 条` }).click();
  const summary = page.getByRole("dialog").filter({ hasText: `已修改 ${count - 1} 条 · 1 条未能完成` });
  await summary.locator(".failures li").filter({ hasText: "客户001" }).filter({ hasText: "上级公司" }).waitFor();
  assert.deepEqual(await axe(page, ".ant-modal"), []);
  assert.equal((await called("客户002")).parentId, parent.id);
  await summary.getByRole("button", { name: "关闭", exact: true }).last().click();
  await page.locator(".notice").filter({ hasText: "已修改" }).getByRole("button").click();
  await until("all are as they were", async () => !(await called("客户002")).parentId);
});

part("the first columns of every list fit; who widens one moves no other, and they come back as they were", async () => {
  const { entities } = await invoke(page, "app.describe", {});
  const wide = () => page.locator(".grid").evaluate((grid) => [grid.scrollWidth - grid.clientWidth, ...[...grid.querySelectorAll("[data-head]")].map((head) => head.offsetWidth)]);
  for (const lang of ["en", "zh-CN"]) {
    await invoke(page, "settings.set", { lang });
    for (const { name } of entities.filter((each) => ["customer", "contact", "order", "opportunity", "product", "user"].includes(each.name))) {
      await go(`#/records/${name}`);
      const grid = page.locator(".grid");
      if ((await grid.count()) > 0) assert.ok((await wide())[0] <= 0, `${name} in ${lang} is cut by ${(await wide())[0]}`);
    }
  }
  const reset = async () => {
    await page.getByRole("button", { name: "列", exact: true }).click();
    await page.getByRole("button", { name: "恢复默认" }).click();
    await page.keyboard.press("Escape");
  };
  await go("#/records/customer");
  await reset();
  await until("they fit", async () => (await wide())[0] <= 0 && (await wide()).length > 8);
  const [, ...before] = await wide();
  await cell(0, 2).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowUp");
  await page.locator('[data-place="-1:2"]:focus').waitFor();
  for (let n = 0; n < 3; n++) await page.keyboard.press("Alt+Shift+ArrowRight");
  await until("it is wider", async () => (await wide())[2] === before[1] + 48);
  assert.deepEqual((await wide()).slice(3), before.slice(2));
  await reset();
  await until("all are as they were", async () => (await wide()).slice(1).join() === before.join());
});

part("what others delete is not counted as selected any more, and stops nothing that is done in bulk", async () => {
  await go("#/history");
  await customers();
  for (const row of [4, 5, 6]) await cell(row, 0).getByRole("checkbox").click();
  await page.getByRole("toolbar", { name: "已选 3 条" }).waitFor();
  const away = async (name) => {
    const { id, rev } = await called(name);
    await invoke(page, "records.delete", { entity: "customer", id, rev });
  };
  await away("客户006");
  const bar = page.getByRole("toolbar", { name: "已选 2 条" });
  await bar.waitFor();
  await bar.getByRole("button", { name: "批量修改" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("改为").click();
  await page.keyboard.press("ArrowDown"); // they are of the first kind already
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "修改 2 条" }).click();
  await page.locator(".notice").filter({ hasText: /^已修改 2 条撤\s*销$/ }).waitFor();
  // With the last of them gone there is nothing left to do.
  await cell(4, 0).getByRole("checkbox").click();
  await page.getByRole("toolbar", { name: "已选 1 条" }).waitFor();
  await away("客户005");
  await page.getByRole("toolbar").filter({ hasText: "已选" }).waitFor({ state: "detached" });
  await page.getByText(`共 ${count - 2} 条`).first().waitFor();
});

part("a list is kept as a report and made as a workbook", async () => {
  await go("#/records/opportunity");
  await page.getByRole("button", { name: "更多操作" }).first().click();
  await menu("存为报表").click();
  await page.getByLabel("报表名称").fill("全部商机表");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByText("已存为报表").waitFor();
  await go("#/reports");
  await page.getByRole("button", { name: "全部商机表" }).click();
  await page.getByText("现在有 3 条").waitFor();
  assert.deepEqual(await axe(page), []);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /生成|工作簿/ }).last().click()]);
  assert.match(download.suggestedFilename(), /\.xlsx$/);
});
