// A large book in both engines: Chromium, and WebKitGTK, which the window has on Linux. A list is scrolled from its first
// row to its last, a board of five thousand cards down a column, and a card is carried on. XINGKE_ROWS says how long the list is.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { call, office, scratch, xingke } from "./kit.mjs";
import { chromium, webkit } from "./webkit.mjs";

const rows = Number(process.env.XINGKE_ROWS ?? 20_000);
const cards = 5_000;
const stages = [["qualify", "初步接洽"], ["discover", "需求确认"], ["propose", "方案报价"], ["negotiate", "商务谈判"]];
const place = scratch("large");
const book = join(place.dir, "book");
let door;

before(async () => {
  const bring = (entity, heading, count, line) => {
    const file = join(place.dir, `${entity}.csv`);
    writeFileSync(file, `\ufeff${heading}\r\n${Array.from({ length: count }, (_, n) => line(n, String(n + 1).padStart(6, "0"))).join("\r\n")}\r\n`);
    xingke("import", "--book", book, "--entity", entity, "--file", file, "--match", "none");
  };
  bring("customer", "客户名称,联系电话,地区", rows, (n, no) => `长长的名单${no}号有限公司,138${no}00,${["江苏省苏州市", "浙江省杭州市", "上海市"][n % 3]}`);
  bring("opportunity", "商机名称,阶段,金额,预计成交日期", cards, (n, no) => `看板上的商机${no},${stages[n % 4][1]},${n + 1},2027-03-01`);
  door = office(book);
  await door.address;
});
after(async () => {
  await door?.close();
  place.remove();
});

// ---- what is asked in the page ----

const atHome = () => document.querySelector("main")?.innerText.length > 10;
const saysTotal = (total) => document.querySelector(".list__foot")?.innerText.replace(/\D/g, "").startsWith(String(total));
/** What stands between the head of the list and its end, all of it read: the numbers of its rows, in order. */
const inSight = () => {
  const grid = document.querySelector(".grid");
  const box = grid.getBoundingClientRect();
  const top = box.top + (grid.querySelector("[role=columnheader]")?.offsetHeight ?? 0);
  const seen = [...grid.querySelectorAll(".grid__row")]
    .map((row) => ({ at: Number(row.getAttribute("aria-rowindex")) - 2, box: row.getBoundingClientRect(), text: row.innerText }))
    .filter((row) => row.box.bottom > top + 4 && row.box.top < box.top + grid.clientHeight - 4)
    .sort((a, b) => a.at - b.at);
  const tall = seen.reduce((sum, row) => sum + row.box.height, 0);
  const whole = seen.length > 5 && tall >= grid.clientHeight - grid.querySelector("[role=columnheader]").offsetHeight - 8;
  const next = seen.every((row, n) => n === 0 || row.at === seen[n - 1].at + 1);
  if (!whole || !next || !seen.every((row) => /\d{6}号有限公司/.test(row.text))) return null;
  return { first: seen[0].at, last: seen.at(-1).at, drawn: grid.querySelectorAll(".grid__row").length, names: seen.map((row) => /(\d{6})号/.exec(row.text)[1]) };
};
const middleOf = (selector) => {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box && [box.left + box.width / 2, box.top + Math.min(box.height, innerHeight - box.top) / 2];
};

for (const [name, open] of [["Chromium", chromium], ["WebKitGTK", webkit]]) {
  test(`${name}: a list of ${rows} rows and a board of ${cards} cards`, { timeout: 240_000 }, async (t) => {
    const page = await open(await door.address);
    t.after(() => page.close());
    await page.until("the first page", atHome);
    await page.teach({ inSight });

    await t.test("the list, from its first row to its last", async () => {
      const sort = encodeURIComponent(JSON.stringify([{ field: "name" }]));
      await page.run((to) => { location.hash = to; }, `#/records/customer?sort=${sort}`);
      await page.until("all of the list", saysTotal, rows);
      const start = await page.until("its first rows", () => window.inSight());
      assert.deepEqual([start.first, start.names[0]], [0, "000001"]);
      const [x, y] = await page.run(middleOf, ".grid");
      let before = start;
      for (let n = 0; n < 12; n++) {
        await page.wheel(x, y, 500);
        before = await page.until(`rows beyond ${before.first}`, (was) => { const now = window.inSight(); return now && now.first > was && now; }, before.first);
        assert.ok(before.drawn < 80, `only rows in sight are in the page, not ${before.drawn}`);
        before.names.forEach((number, k) => assert.equal(Number(number), before.first + k + 1, "no row is another's"));
      }
      // As one pulls the bar to the middle, and by the keys to the end and back.
      await page.run(() => { const grid = document.querySelector(".grid"); grid.scrollTop = grid.scrollHeight / 2; });
      const half = await page.until("the middle", (from) => { const now = window.inSight(); return now && now.first > from && now; }, rows / 3);
      half.names.forEach((number, k) => assert.equal(Number(number), half.first + k + 1));
      const focus = (at) => page.until(`the focus in row ${at}`, (row) => document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex") === String(row + 2), at);
      await page.run((at) => document.querySelector(`[data-place="${at}:2"]`).focus(), half.first + 3);
      await page.run(() => document.activeElement.dispatchEvent(new MouseEvent("click", { bubbles: true })));
      await page.key("Control+End");
      await focus(rows - 1);
      const end = await page.until("its last rows", (last) => { const now = window.inSight(); return now?.last === last && now; }, rows - 1);
      assert.equal(Number(end.names.at(-1)), rows);
      await page.key("Control+Home");
      await focus(0);
      await page.until("its first rows again", () => window.inSight()?.first === 0);
    });

    await t.test("the board, down a column, and a card is carried", async () => {
      const sort = encodeURIComponent(JSON.stringify([{ field: "name" }]));
      await page.run((to) => { location.hash = to; }, `#/records/opportunity?as=board&sort=${sort}`);
      await page.until("all cards counted, and the first drawn", (all) => {
        const counts = [...document.querySelectorAll(".lane__count")].map((each) => Number(each.innerText.replace(/\D/g, "")));
        return document.querySelectorAll("[data-card]").length > 5 && counts.reduce((sum, each) => sum + each, 0) === all;
      }, cards);
      const column = '[data-lane="discover"] .lane__cards';
      // By the wheel at first, then as far as there is: what follows is read on the way.
      const [x, y] = await page.run(middleOf, column);
      for (let n = 0; n < 4; n++) {
        const was = await page.run((of) => document.querySelector(of).scrollTop, column);
        await page.wheel(x, y, 600);
        await page.until("the column moving", (of, top) => document.querySelector(of).scrollTop > top, column, was);
      }
      const [last, most] = await page.until("the last card of the column", (of, at) => {
        const part = document.querySelector(of);
        part.scrollTop = part.scrollHeight;
        window.mostCards = Math.max(window.mostCards ?? 0, document.querySelectorAll("[data-card]").length);
        const card = part.querySelector(`[data-at="${at}"]`);
        return card && [card.innerText, window.mostCards];
      }, column, cards / 4 - 1);
      assert.match(last, new RegExp(`商机${String(cards - 2).padStart(6, "0")}`), "the last card is the last deal");
      assert.ok(most < 100, `only cards in sight are in the page, not ${most}`);

      const moved = await page.run((of) => {
        const part = document.querySelector(of);
        const bottom = part.getBoundingClientRect().bottom;
        const card = [...part.querySelectorAll("[data-card]")].findLast((each) => each.getBoundingClientRect().bottom < bottom);
        const box = card.getBoundingClientRect();
        return { id: card.dataset.card, at: [box.left + 40, box.top + 20] };
      }, column);
      const [toX, toY] = await page.run(middleOf, '[data-lane="propose"]');
      await page.drag([moved.at, [moved.at[0] + 20, moved.at[1] + 10], [toX - 20, toY], [toX, toY]]);
      await page.until("the card over another column", () => document.querySelector('[data-lane="propose"].is-over'));
      await page.drop();
      await page.until("the column it went to", (count) => document.querySelector('[data-lane="propose"] .lane__count')?.innerText.replace(/\D/g, "") === String(count), cards / 4 + 1);
      while (call(book, "records.get", { entity: "opportunity", id: moved.id }).stage !== "propose") continue;
      await page.until("the way back", () => {
        const button = [...document.querySelectorAll(".notice button")].at(-1);
        button?.click();
        return button !== undefined;
      });
      while (call(book, "records.get", { entity: "opportunity", id: moved.id }).stage !== "discover") continue;
    });

    assert.deepEqual(await page.trouble(), [], "nothing goes wrong, and nothing is asked of another machine");
  });
}
