// What comes out of the printer: a list with its filter, repeated heads and page numbers; a record; a page of the screen.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { axe, browser, invoke, root } from "./kit.mjs";
import { settled } from "./pages.mjs";
import { stage } from "./stage.mjs";

const at = stage("print", { demo: 90 });
const { go, part, ready } = at;

ready(async () => {
  await invoke(at.page, "settings.set", { lang: "zh-CN", theme: "light", density: "standard" });
  await invoke(at.page, "letterhead.set", { company: "华东测试设备有限公司", address: "苏州市工业园区 1 号", contact: "0512-6000 0000" });
});

/** Prints as the browser does, and returns the text of each page with its size in points. */
async function paper(name) {
  const pdf = await at.page.pdf({ preferCSSPageSize: true, printBackground: true });
  mkdirSync(join(root, "shots"), { recursive: true });
  const file = join(root, "shots", `${name}.pdf`);
  writeFileSync(file, pdf);
  const run = (...args) => spawnSync(args[0], args.slice(1), { encoding: "utf8" }).stdout ?? "";
  const sizes = [...run("pdfinfo", "-f", "1", "-l", "-1", file).matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)].map((found) => [Math.round(found[1]), Math.round(found[2])]);
  const pages = run("pdftotext", "-layout", file, "-").split("\f").slice(0, sizes.length);
  return { pages, sizes };
}

const preview = async () => {
  await at.page.keyboard.press("Control+p");
  await at.page.locator(".paper").first().waitFor();
  await settled(at.page);
};
const choose = async (words) => {
  await at.page.locator(".printing__bar").getByText(words, { exact: true }).click();
  await at.page.locator(".paper").first().waitFor();
  await settled(at.page);
};

part("a list prints with its filter, its heads on every page, numbered pages", async () => {
  const where = { field: "level", op: "in", value: ["A", "B"] };
  await go(`#/records/customer?where=${encodeURIComponent(JSON.stringify(where))}`);
  const { total } = await invoke(at.page, "records.list", { entity: "customer", where, limit: 1 });
  await preview();
  await choose("横向");
  const shown = await at.page.locator(".paper").count();
  const { pages, sizes } = await paper("print-list");
  assert.equal(pages.length, shown, "the preview has as many pages as the paper");
  assert.ok(shown > 1, "it takes more than one page");
  for (const size of sizes) assert.deepEqual(size, [842, 595], "A4, landscape");
  assert.match(pages[0], /华东测试设备有限公司/);
  assert.match(pages[0], /筛选：.*客户级别/, "the filter is said in words");
  assert.match(pages[0], new RegExp(`共 ${total} 条`));
  pages.forEach((text, n) => {
    assert.match(text, /客户名称/, `page ${n + 1} has the head of the table`);
    assert.match(text, new RegExp(`第 ${n + 1} 页，共 ${shown} 页`));
    assert.match(text, /打印于 \d{4}-\d\d-\d\d/);
    assert.match(text, /练习账套/, "a practice book says so on every page");
  });
  assert.match(pages.at(-1), new RegExp(`^\\s*${total} `, "m"), "the last row is there");
});

part("paper and direction are chosen on the screen, and remembered", async () => {
  await choose("A5");
  await choose("纵向");
  const { sizes } = await paper("print-list-a5");
  for (const size of sizes) assert.deepEqual(size, [420, 595], "A5, portrait");
  await at.page.reload();
  await settled(at.page);
  assert.equal(await at.page.locator(".ant-segmented-item-selected", { hasText: "A5" }).count(), 1);
  await choose("A4");
  assert.deepEqual(await axe(at.page), []);
});

part("an order prints its facts and its lines", async () => {
  const { rows } = await invoke(at.page, "records.list", { entity: "order", limit: 1 });
  await go(`#/records/order/${rows[0].id}`);
  await preview();
  const { pages, sizes } = await paper("print-record");
  assert.deepEqual(sizes[0], [595, 842], "A4, portrait");
  const order = await invoke(at.page, "records.get", { entity: "order", id: rows[0].id });
  assert.ok(pages[0].includes(order.number), "the title is the number of the order");
  assert.match(pages.join(""), /单价/, "the lines have their heads");
  assert.match(pages.join(""), /人民币（大写）：.+元/, "the sum stands there in characters that cannot be altered");
  assert.match(pages.join(""), /需方（盖章）/);
  assert.doesNotMatch(pages.join(""), /利润|客户群|销售区域|商机/, "what is for our own eyes is on paper only where that is asked for");
  await at.page.getByRole("switch", { name: "内部信息" }).click();
  await at.page.locator(".paper th", { hasText: "利润" }).waitFor();
  await at.page.locator(".paper dt", { hasText: "客户群" }).waitFor();
  await at.page.getByRole("switch", { name: "内部信息" }).click();
  await at.page.keyboard.press("Escape");
  await at.page.getByRole("heading", { level: 1, name: order.number }).waitFor();
});

part("both sides sign on one line, and what can be chosen stands in one row on a narrow window", async (page) => {
  const customer = await invoke(page, "records.create", { entity: "customer", record: { name: `${"华东精密自动化设备".repeat(4)}有限公司` } });
  const { id } = await invoke(page, "records.create", { entity: "order", record: { number: "P-SIGN", customerId: customer.id, lines: [{ description: "装配", quantity: "2", unitPrice: "10" }] } });
  await go(`#/records/order/${id}`);
  await preview();
  const lines = await page.locator(".papersign__line").evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().bottom)));
  assert.deepEqual([lines[0], lines[1]], [lines[2], lines[3]]);
  const was = page.viewportSize();
  await page.setViewportSize({ width: 1024, height: 700 });
  for (const lang of ["en", "zh-CN"]) {
    await invoke(page, "settings.set", { lang });
    await page.reload();
    await page.locator(".paper").first().waitFor();
    const rows = await page.locator(".printing__bar .ant-segmented, .printing__option, .printing__bar .ant-btn-primary").evaluateAll((all) => all.map((each) => each.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2));
    assert.ok(Math.max(...rows) - Math.min(...rows) < 12, `${lang}: ${rows}`);
  }
  assert.deepEqual(await axe(page), []);
  await page.setViewportSize(was);
});

part("a grouped list prints its groups with their counts and sums, in the order of the screen", async (page) => {
  const { rows } = await invoke(page, "records.aggregate", { entity: "opportunity", groups: [{ field: "expectedCloseOn", by: "month" }], measures: [{ op: "count" }, { op: "sum", field: "amount" }] });
  await go("#/records/opportunity?group=expectedCloseOn:month");
  await preview();
  const heads = await page.locator(".papertable__group").allInnerTexts();
  const wanted = rows.reverse().map(({ keys: [key], values: [count, sum] }) => [Number(key.slice(0, 4)), Number(key.slice(5)), count, Number(sum)]);
  assert.deepEqual(heads.map((head) => /^(\d+)年(\d+)月\s+(\d+) 条\s+([\d,.]+)/.exec(head).slice(1).map((each) => Number(each.replaceAll(",", "")))), wanted);
  const months = await page.evaluate(() => [...document.querySelectorAll(".papertable tbody tr:not(.papertable__sum)")].map((row) => (row.className ? row.innerText.slice(0, 5) : row.querySelector(".paper__day").innerText.slice(0, 4))));
  assert.equal(months.filter((each) => !each.endsWith("年")).length, wanted.reduce((sum, each) => sum + each[2], 0), "every row is there");
});

part("a long note is on paper to its last line, whatever page that is on", async () => {
  const note = Array.from({ length: 120 }, (_, n) => `第 ${n + 1} 句：节拍要求是 12 秒`).join("\n");
  const { id } = await invoke(at.page, "records.create", { entity: "customer", record: { name: "长备注有限公司", note } });
  await go(`#/records/customer/${id}`);
  assert.match(await at.page.getByText("第 1 句").first().innerText(), /秒\n第 2 句/, "lines stay lines on the screen too");
  await preview();
  const text = (await paper("print-note")).pages.join("");
  for (let n = 1; n <= 120; n++) assert.ok(text.includes(`第 ${n} 句`), `line ${n} is there`);
});

part("nobody signs on a page without the last lines and their sum; a wide list is written smaller", async () => {
  const products = (await invoke(at.page, "records.list", { entity: "product", limit: 5 })).rows;
  for (const count of [24, 25, 26, 27, 28]) {
    const lines = Array.from({ length: count }, (_, n) => ({ productId: products[n % 5].id, quantity: "2", unitPrice: "10" }));
    const { id } = await invoke(at.page, "records.create", { entity: "order", record: { number: `P-${count}`, lines } });
    await go(`#/records/order/${id}`);
    await preview();
    const { pages } = await paper("print-signed");
    assert.match(pages.find((page) => page.includes("需方（盖章）")), new RegExp(`${count} [\\s\\S]*人民币（大写）`), `${count} lines`);
    assert.doesNotMatch(pages.join(""), /折扣/, "discounts that are none have no column");
  }
  const columns = ["name", "code", "kind", "status", "level", "industry", "region", "phone", "website", "ownerId", "tags", "createdAt", "updatedAt"];
  await go(`#/records/customer?columns=${encodeURIComponent(JSON.stringify(columns))}`);
  await preview();
  const sizes = await at.page.evaluate(() => [".papertable td", ".paper__line"].map((each) => Number.parseFloat(getComputedStyle(document.querySelector(each)).fontSize)));
  assert.ok(sizes[0] < sizes[1] && sizes[0] >= 8, String(sizes));
});

part("a page of the screen prints as it stands", async () => {
  await go("#/records/opportunity?as=board");
  await at.page.locator(".card").nth(3).waitFor();
  const card = await at.page.locator(".card__title").first().innerText();
  await preview();
  const { pages } = await paper("print-board");
  assert.match(pages[0], /商机/);
  assert.ok(pages.join("").includes(card), "the cards are on it");
  assert.match(pages[0], /第 1 页/);
  // Every picture made for a person to look at.
  if (existsSync("/usr/bin/pdftoppm"))
    for (const name of ["print-list", "print-record", "print-board"])
      spawnSync("pdftoppm", ["-r", "60", "-png", join(root, "shots", `${name}.pdf`), join(root, "shots", name)]);
});

part("a dashboard is on paper as the preview shows it, and no chart is cut", async (page) => {
  await go("#/dashboard");
  await page.locator("figure.chart svg").first().waitFor();
  await preview();
  await page.locator(".snapshot figure.chart").first().waitFor();
  const places = () =>
    page.locator(".snapshot").first().evaluate((cut) => {
      const node = cut.firstElementChild.firstElementChild;
      const box = node.getBoundingClientRect();
      const scale = box.width / node.offsetWidth;
      return [...node.querySelectorAll("section, figure, h2, h3, .fig")].map((each) => {
        const { left, width } = each.getBoundingClientRect();
        return [left - box.left, width].map((length) => length / scale);
      });
    });
  const shown = await places();
  // Charts end where a page does, or before, or begin on it.
  const cut = await page.evaluate(() => [...document.querySelectorAll(".snapshot")].flatMap((snapshot) => {
    const { top, bottom } = snapshot.getBoundingClientRect();
    return [...snapshot.querySelectorAll("figure.chart")].map((each) => each.getBoundingClientRect()).filter((box) => (box.top < top - 2 && box.bottom > top + 2) || (box.top < bottom - 2 && box.bottom > bottom + 2));
  }).length);
  assert.equal(cut, 0, "no chart is cut");
  const was = page.viewportSize();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1122, height: 793 }); // what a page of A4 is to the printer
  const printed = await places();
  const apart = printed.flatMap((place, n) => place.map((length, side) => Math.abs(length - shown[n][side])));
  assert.ok(Math.max(...apart) < 12, `as far as ${Math.max(...apart)} pixels from where the preview shows it`);
  await page.emulateMedia({ media: null });
  await page.setViewportSize(was);
});

part("a board over several pages has the heads of its columns on each", async () => {
  await go("#/records/opportunity?as=board");
  await at.page.locator(".card").nth(3).waitFor();
  const heads = await at.page.locator(".lane__name").allInnerTexts();
  await preview();
  await choose("A5");
  await choose("横向");
  const { pages } = await paper("print-board-pages");
  assert.ok(pages.length > 1, "it takes more than one page");
  pages.forEach((text, n) => {
    for (const head of heads) assert.ok(text.includes(head), `page ${n + 1} of ${pages.length} has the head ${head}`);
  });
  await choose("A4");
  await choose("纵向");
});

part("a file that is dropped anywhere goes into the import", async () => {
  await go("#/records/customer");
  await at.page.evaluate(() => {
    const carried = new DataTransfer();
    carried.items.add(new File(["\ufeff客户名称,电话\r\n拖进来的有限公司,0512-1\r\n"], "拖进来.csv", { type: "text/csv" }));
    const over = (type) => document.querySelector("main").dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: carried }));
    window.taken = over("dragover") === false;
    setTimeout(() => over("drop"), 50);
  });
  assert.equal(await at.page.evaluate(() => window.taken), true, "the engine does not open the file in place of the page");
  await at.page.getByText("拖进来.csv").first().waitFor();
  assert.match(await at.page.evaluate(() => location.hash), /^#\/import/);
});

part("a practice book that is put back offers nothing of before", async (page) => {
  const { id } = await invoke(page, "records.create", { entity: "customer", record: { name: "重置前有限公司" } });
  await go(`#/records/customer/${id}`);
  await go("#/today");
  const recent = page.locator(".todayrecent");
  await recent.getByText("重置前有限公司").waitFor();
  await page.getByRole("button", { name: "恢复练习数据" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "恢复练习数据" }).click();
  await page.getByText("练习数据已恢复").waitFor();
  await recent.getByText("重置前有限公司").waitFor({ state: "detached" });
});
