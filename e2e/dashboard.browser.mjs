// The dashboard: every figure is the sum of the rows it opens, in the figures, the funnel, the parts, the pivot and the
// chart of a list; the same figures leave as an Excel file with a native chart and as a picture.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { axe, drawn, invoke, tab } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("dashboard", { demo: 60 });
const { part } = at;
const number = (text) => Number((/-?[\d,]+(\.\d+)?/.exec(text)?.[0] ?? "NaN").replaceAll(",", ""));
/** Goes to an address, and waits for what is to be seen there. */
const go = async (hash, seen) => {
  await at.page.goto(`${at.door}/${hash}`);
  await at.page.locator(seen).first().waitFor();
};
const overview = async () => {
  await go("#/dashboard?period=twelve", ".funnel__row");
  await at.page.locator("[data-figure=cycle] .fig__unit").waitFor();
  await at.page.waitForFunction(() => document.querySelectorAll(".bars").length === 3);
};

/** Presses something and says what list opened: its entity, its filter, and how many rows it has, as the page says too. */
async function opened(press) {
  await press();
  await at.page.waitForFunction(() => location.hash.startsWith("#/records/") && !location.hash.includes("as=chart"));
  const url = new URL((await at.page.evaluate(() => location.hash)).slice(1), "http://x");
  const where = JSON.parse(url.searchParams.get("where") ?? "null") ?? undefined;
  const entity = url.pathname.split("/")[2];
  const { total } = await invoke(at.page, "records.list", { entity, where, limit: 1 });
  await at.page.waitForFunction((all) => document.querySelector("main").innerText.replaceAll(",", "").includes(`共 ${all} 条`), total);
  return { entity, where, total };
}
const sum = async ({ entity, where }, field) =>
  Number((await invoke(at.page, "records.aggregate", { entity, where, measures: [{ op: "sum", field }] })).rows[0].values[0] ?? 0);

part("head figures are the sums of the rows they open", async (page) => {
  for (const [name, field] of [["won", "amount"], ["weighted", "weighted"], ["followUps"]]) {
    await overview();
    const figure = page.locator(`[data-figure=${name}]`);
    const shown = number(await figure.locator(".fig__value").innerText());
    const list = await opened(() => figure.click());
    assert.ok(shown > 0, name);
    assert.equal(field ? await sum(list, field) : list.total, shown, name);
  }
  await overview();
  const rate = number(await page.locator("[data-figure=winRate] .fig__value").innerText());
  const closed = await opened(() => page.locator("[data-figure=winRate]").click());
  const { rows } = await invoke(page, "records.aggregate", { ...closed, total: undefined, groups: [{ field: "stage" }], measures: [{ op: "count" }] });
  const won = rows.find((row) => row.keys[0] === "won").values[0];
  assert.equal(rate, Math.round((100 * won) / closed.total), "won among those that were closed");
  await overview();
  const earlier = await opened(() => page.locator(".fig--big .delta").first().click());
  assert.ok(JSON.stringify(earlier.where).includes("closedOn"), "an arrow opens what it compares with");
  await overview();
  const arrow = page.locator(".fig", { has: page.locator("[data-figure=weighted]") }).locator(".delta");
  const told = await arrow.getAttribute("title");
  const then = await opened(() => arrow.click());
  const [, on] = /"openedOn","op":"le","value":"([-\d]+)"/.exec(JSON.stringify(then.where));
  const { total } = await invoke(page, "reports.pipeline", { on });
  assert.equal(then.total, total.count, "what is weighed against was open on that day");
  assert.equal(number(told.split("：")[1]), Number(total.weighted), told);
});

part("the funnel and the parts of a whole open as many rows as they say", async (page) => {
  const press = async (row, count) => {
    await overview();
    const said = number(await page.locator(row).locator(count).innerText());
    assert.equal((await opened(() => page.locator(row).click())).total, said, row);
    return said;
  };
  const reached = [];
  for (const stage of ["qualify", "won"]) reached.push(await press(`[data-stage=${stage}] .funnel__row`, ".funnel__count"));
  assert.ok(reached[0] > reached[1], "fewer get further");
  await overview();
  for (const title of ["谁赢的单", "卖的什么"]) {
    const rows = page.getByRole("region", { name: title }).locator(".bars__row");
    assert.ok((await rows.count()) > 1, title);
    const last = rows.last();
    const said = number(await last.locator(".bars__count").innerText());
    assert.equal((await opened(() => last.click())).total, said, `${title}: also what was put together`);
    await overview();
  }
  assert.deepEqual(await axe(page), [], "no critical or serious finding of axe");
});

part("a chart is also a table, an Excel file and a picture", async (page) => {
  await overview();
  const won = page.getByRole("region", { name: "每月赢单" });
  await won.locator("svg").first().waitFor();
  const mark = won.locator("svg path[fill='#14709F']").first();
  assert.ok(await mark.count(), "bars are drawn");
  await opened(() => mark.click());
  await overview();
  await won.getByRole("button", { name: /看数据/ }).click();
  const figures = won.locator("tbody tr").last().getByRole("button");
  const said = number(await figures.first().innerText());
  assert.equal(await sum(await opened(() => figures.first().click()), "amount"), said, "a figure of the table opens its rows");
  await overview();
  const take = async (item) => {
    await won.getByRole("button", { name: /^导出/ }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: item }).click()]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const workbook = await take("导出 Excel（带图表）");
  assert.match(workbook.name, /^每月赢单 \d{8}\.xlsx$/);
  assert.ok(workbook.bytes.includes("xl/charts/chart1.xml"), "the workbook has a native chart");
  const funnel = page.getByRole("region", { name: "销售漏斗" });
  await funnel.getByRole("button", { name: /^导出/ }).click();
  await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "导出 Excel（带图表）" }).click()]);
  const picture = await take("下载图片");
  assert.equal(picture.bytes.subarray(1, 4).toString(), "PNG");
  assert.ok(picture.bytes.length > 10_000, "something is drawn in the picture");
});

part("a pivot is made by menu and by keys, and each cell opens its rows", async (page) => {
  const table = ".pivot__table tbody .figtable__figure";
  await go("#/dashboard?tab=pivot", table);
  const cells = page.locator(table);
  for (const n of [0, Math.floor((await cells.count()) / 2), (await cells.count()) - 1]) {
    const said = number(await cells.nth(n).innerText());
    assert.equal(await sum(await opened(() => cells.nth(n).click()), "amount"), said);
    await page.goBack();
    await cells.first().waitFor();
  }
  await page.getByRole("button", { name: "移除：结束日期（季）" }).click();
  await page.getByRole("region", { name: "字段" }).getByRole("textbox").fill("jieduan");
  const field = page.getByRole("region", { name: "字段" }).getByRole("button", { name: "阶段", exact: true });
  await field.focus();
  for (const key of ["Space", "ArrowRight", "ArrowRight", "Space"]) {
    await page.keyboard.press(key);
    await drawn(page);
  }
  await page.locator("[data-zone=columns]").getByText("阶段").waitFor();
  await page.locator(".pivot__table thead th").filter({ hasText: "赢单" }).waitFor();
  await page.locator("[data-zone=values]").getByRole("button", { name: "金额合计", exact: true }).click();
  await page.getByRole("menuitem", { name: "平均" }).click();
  await page.locator(".pivot__table thead").getByText(/平均/).first().waitFor();
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  const total = page.locator(".pivot__table tfoot .figtable__figure").last();
  const mean = number(await total.innerText());
  const list = await opened(() => total.click());
  assert.ok(Math.abs((await sum(list, "amount")) / list.total - mean) < 0.01, "the total of averages is the average of all");
  await go("#/dashboard?tab=pivot", table);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出 Excel" }).click()]);
  assert.match(file.suggestedFilename(), /\.xlsx$/);
  assert.deepEqual(await axe(page), [], "no critical or serious finding of axe");
});

part("however wide a pivot is, names and totals stay in sight", async () => {
  const { page, context } = await at.another({ width: 1024, height: 700 });
  try {
    const by = { entity: "opportunity", rows: [{ field: "ownerId" }], columns: [{ field: "openedOn", by: "month" }], values: [{ op: "sum", field: "amount" }] };
    await page.goto(`${at.door}/#/dashboard?tab=pivot&pivot=${encodeURIComponent(JSON.stringify(by))}`);
    const place = page.locator(".pivot__table");
    await place.locator("tbody .figtable__figure").first().waitFor();
    const seen = async () => {
      await drawn(page);
      const [box, name, total] = await Promise.all(
        [place, place.locator("tfoot th"), place.locator("tfoot .pivot__total")].map((each) => each.boundingBox()),
      );
      assert.ok(total.x > name.x + name.width && total.x + total.width <= box.x + box.width + 1, JSON.stringify({ box, total }));
      assert.ok(name.x >= box.x - 1 && total.y + total.height <= 700, JSON.stringify({ name, total }));
    };
    assert.ok(await place.evaluate((each) => each.scrollWidth > each.clientWidth), "wider than there is room");
    await seen();
    await place.evaluate((each) => each.scrollTo(9999, 0));
    await seen();
  } finally {
    await context.close();
  }
});

part("a list is seen as a chart of what its filter finds", async (page) => {
  const where = encodeURIComponent(JSON.stringify({ field: "level", op: "in", value: ["A", "B"] }));
  await go(`#/records/customer?as=chart&where=${where}`, ".chartview .part svg");
  const chart = page.locator(".chartview .part");
  await chart.getByRole("button", { name: /看数据/ }).click();
  const figures = chart.locator("tbody").getByRole("button");
  const all = await figures.allInnerTexts();
  const { total } = await invoke(page, "records.list", { entity: "customer", where: JSON.parse(decodeURIComponent(where)), limit: 1 });
  assert.equal(all.reduce((some, each) => some + number(each), 0), total, "the groups come to all that is found");
  const said = number(all.at(0));
  const list = await opened(() => figures.first().click());
  assert.equal(list.total, said);
  await go("#/records/opportunity?as=chart", ".chartview .part svg");
  assert.deepEqual(await axe(page), [], "no critical or serious finding of axe");
});

part("the whole screen for a meeting, and back by Esc", async (page) => {
  await go("#/dashboard", ".funnel__row");
  await page.getByRole("button", { name: "全屏汇报" }).click();
  await page.locator(".dash.is-meeting").waitFor();
  const covered = await page.evaluate(() => document.elementFromPoint(20, 300)?.closest(".rail") === null);
  assert.ok(covered, "the rail is out of sight");
  await page.getByRole("button", { name: "退出全屏" }).click();
  await page.locator(".dash.is-meeting").waitFor({ state: "detached" });
});

part("with little room, in English, nothing lies over its neighbour and all of a record can be reached", async () => {
  const [theirs] = (await invoke(at.page, "records.list", { entity: "customer", limit: 1 })).rows;
  const day = new Date().toLocaleDateString("sv");
  for (const stage of ["won", "negotiate"])
    await invoke(at.page, "records.create", { entity: "opportunity", record: { name: "一笔大单", customerId: theirs.id, stage, amount: "999999999999.99", closedOn: stage === "won" ? day : undefined } });
  const { page, context, door } = await at.another({ lang: "en-US", width: 720, height: 450 });
  await page.goto(`${door}/#/dashboard?period=twelve`);
  await page.locator(".funnel__row").first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll(".bars").length === 3);
  const over = await page.evaluate(() =>
    [...document.querySelectorAll(".fig__value, .fig__more .delta, .funnel__count, .bars__count")]
      .filter((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        const words = range.getBoundingClientRect();
        const room = (each.closest(".fig") ?? each).getBoundingClientRect();
        return words.right > room.right + 1 || words.left < room.left - 1;
      })
      .map((each) => each.innerText),
  );
  assert.deepEqual(over, []);
  const { rows } = await invoke(page, "records.list", { entity: "customer", limit: 1 });
  await page.goto(`${door}/#/records/customer/${rows[0].id}`);
  const timeline = page.locator(".record__middle .happened").first();
  await timeline.waitFor();
  await timeline.scrollIntoViewIfNeeded();
  const seen = await timeline.boundingBox();
  assert.ok(seen.y > 0 && seen.y < 450, "what happened can be scrolled to");
  assert.equal(await page.locator(".record").evaluate((record) => record.scrollWidth - record.clientWidth), 0);
  await context.close();
});
