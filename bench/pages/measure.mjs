// How the pages feel on a big book, measured in Chromium: from the press to what it brings on the screen, frames of
// scrolling, memory, bytes. `node bench/pages/measure.mjs --book <dir>`, or --customers for a book of its own;
// --out writes the rows into the part of docs/bench.md that is kept for them.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { browser, invoke, office, scratch, tab, xingke } from "../../e2e/kit.mjs";
import { settled } from "../../e2e/pages.mjs";
import { atTheEnd, count, inPage, quantile, rowOf } from "./figures.mjs";
import { atRest } from "./rest.mjs";

const { values: asked } = parseArgs({
  options: { book: { type: "string" }, customers: { type: "string", default: "10000" }, out: { type: "string" }, rounds: { type: "string", default: "20" } },
});
const rounds = Number(asked.rounds);
const figures = [];
/** Notes what was measured: milliseconds of each try, and what the p95 may be. */
const note = (name, times, bar, notes = "") => {
  const one = { name, median: quantile(times, 0.5), p95: quantile(times, 0.95), worst: Math.max(...times), bar, notes };
  figures.push(one);
  console.log(rowOf(one));
};

const place = scratch("bench-pages");
const book = asked.book ?? join(place.dir, "book");
if (!asked.book) xingke("demo", "--book", book, "--customers", asked.customers);
const door = office(book);
const chromium = await browser();
const { page, context, trouble, door: origin } = await tab(chromium, await door.address);
const session = await context.newCDPSession(page);
await session.send("Performance.enable", { timeDomain: "threadTicks" });
const sizes = { customers: 0, deals: 0 };

try {
  await settled(page);
  await page.addInitScript(inPage);
  await atRest(page, door.pid);
  await page.reload();
  await measure();
} finally {
  await chromium.close();
  await door.close();
  place.remove();
}
report();

async function measure() {
  const total = async (entity) => (await invoke(page, "records.list", { entity, limit: 1 })).total;
  sizes.customers = await total("customer");
  sizes.deals = await total("opportunity");
  await firstVisits();
  await once();
  await atRest(page, door.pid);
  await list();
  await records();
  await palette();
  await board();
  await weight();
}

async function go(hash) {
  await page.goto(`${origin}/${hash}`);
  await settled(page);
}

// From the press to the frame that shows what it brings. `shown` is asked in every frame, in the page.
async function felt(act, shown, what) {
  await page.evaluate(`window.bench.expect(${shown}, ${JSON.stringify(what)})`);
  await act();
  return page.evaluate(() => window.bench.took());
}

// Each page as it is opened for the first time after the program was: what is read and made once is in these figures,
// and in none of the others.
async function firstVisits() {
  const firsts = { beside: [], whole: [], palette: [], board: [] };
  for (let n = 0; n < Math.min(6, rounds); n++) {
    const fresh = async (hash, into, act, shown, ready) => {
      await go(hash);
      await page.reload();
      await settled(page);
      await ready?.();
      const took = await felt(act, shown);
      if (n > 0) into.push(took); // the first of all has everything else to fetch as well
      await settled(page);
    };
    const onRow = () => page.locator(`[data-place="${n}:2"]`).click();
    await fresh("#/records/customer", firsts.beside, () => page.keyboard.press("Space"), () => document.querySelector(".peek .fact") !== null, onRow);
    await fresh("#/records/customer", firsts.whole, () => page.keyboard.press("Control+Enter"), () => document.querySelector(".record .fact") !== null, onRow);
    await fresh("#/today", firsts.palette, () => page.keyboard.press("Control+k"), () => document.querySelector(".palette [role=option]") !== null);
    await page.keyboard.press("Escape");
    await fresh("#/records/opportunity", firsts.board, () => page.locator(".ways label").nth(1).click(), () => document.querySelectorAll("[data-card]").length > 5);
  }
  const said = "for the first time since the pages were loaded";
  note("a record beside the list, the first time", firsts.beside, 200, said);
  note("a customer's whole page, the first time", firsts.whole, 200, said);
  note("the palette, the first time", firsts.palette, 100, said);
  note("the board of deals, the first time", firsts.board, 600, said);
}

// Everything that is measured after this has been done once: a day's work is not made of first times.
async function once() {
  await go("#/records/customer");
  await page.locator('.grid__heading[data-place="-1:3"]').click({ position: { x: 14, y: 14 } });
  await page.locator(".list__tools input").first().fill("科技");
  await settled(page);
  await page.locator(".list__tools input").first().fill("");
  await settled(page);
  await page.locator('[data-place="0:2"]').click();
  for (const key of ["Space", "j", "k", "Control+Enter"]) {
    await page.keyboard.press(key);
    await settled(page);
  }
  await page.keyboard.press("Control+k");
  await page.locator(".palette [role=option]").first().waitFor();
  await page.keyboard.press("Escape");
  await go("#/records/opportunity");
  await page.locator(".ways label").nth(1).click();
  await page.locator("[data-card]").first().waitFor();
  await settled(page);
}

async function list() {
  await go("#/records/customer");
  await frames("a list, scrolled: a frame", ".grid", 60, 240);
  await frames("a list, scrolled as fast as a wheel goes: a frame", ".grid", 240, 120);
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = 0));
  await page.locator('[data-place="0:1"]').waitFor();

  const foot = () => document.querySelector(".list__foot")?.textContent;
  const input = page.locator(".list__tools input").first();
  const typed = [];
  for (let n = 0; n < rounds; n++) {
    for (const key of n % 2 ? "13867" : "huake") {
      await input.focus();
      typed.push(await felt(() => page.keyboard.press(key), (was) => document.querySelector(".list__tools input")?.value !== was, await input.inputValue()));
    }
    await input.fill("");
    await settled(page);
  }
  note("a letter into the quick filter: the letter", typed, 50);
  const finds = async (act) => {
    await input.fill("");
    await settled(page);
    const before = await page.evaluate(foot);
    await input.focus();
    return felt(act, (was) => document.querySelector(".list__foot")?.textContent !== was, before);
  };
  const found = [];
  for (let n = 0; n < rounds; n++) found.push(await finds(() => page.keyboard.insertText(["科技", "138", "huak", "苏州"][n % 4])));
  note("a word into the quick filter, in one piece: the rows found", found, 100, "as an input method gives it, or pasted: asked at once");
  const letter = [];
  for (let n = 0; n < rounds; n++) letter.push(await finds(() => page.keyboard.press("5679"[n % 4])));
  note("a letter into the quick filter: the rows found", letter, 220, "with the pause of 120 ms that waits for more letters");
  await input.fill("");
  await settled(page);

  const sorted = [];
  for (let n = 0; n < rounds; n++) {
    const head = page.locator(`.grid__heading[data-place="-1:${[1, 2, 6, 7][n % 4]}"]`);
    const was = await head.getAttribute("aria-sort");
    const box = await head.boundingBox();
    const by = await head.getAttribute("data-head");
    sorted.push(await felt(() => page.mouse.click(box.x + 14, box.y + box.height / 2), ([name, before]) => {
      const now = document.querySelector(`[data-head="${name}"]`)?.getAttribute("aria-sort");
      return now !== before && document.querySelector(".grid")?.getAttribute("aria-busy") !== "true";
    }, [by, was]));
    await settled(page);
  }
  note("a list sorted by another column: its rows", sorted, 100);
}

// Frames of scrolling, and what of each the page itself worked: the rest is the screen, and whatever else the machine did.
async function frames(name, selector, step, times) {
  const before = await worked();
  const took = await page.locator(selector).first().evaluate((part, [by, n]) => window.bench.scroll(part, by, n), [step, times]);
  const work = ((await worked()) - before) / times;
  note(name, took, 33, `${step} pixels a frame, ${work.toFixed(1)} ms of work`);
}

// The time the page's thread has had a processor, in milliseconds.
async function worked() {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((each) => each.name === "TaskDuration").value * 1000;
}

async function records() {
  await go("#/records/customer");
  const beside = [];
  await page.locator('[data-place="0:2"]').click();
  for (let n = 0; n < rounds; n++) {
    const was = await page.evaluate(() => document.querySelector(".peek h2")?.textContent);
    beside.push(await felt(() => page.keyboard.press(n === 0 ? "Space" : "j"), (before) => {
      const now = document.querySelector(".peek h2")?.textContent;
      return now !== undefined && now !== before && document.querySelector(".peek .fact") !== null;
    }, was ?? ""));
    await settled(page);
  }
  note("a record beside the list: its heading and facts", beside, 100);
  await page.keyboard.press("Escape");
  await page.locator(".grid").evaluate((grid) => grid.scrollTo(0, 0));
  const whole = [];
  for (let n = 0; n < rounds; n++) {
    await go("#/records/customer");
    await page.locator(`[data-place="${n % 12}:2"]`).click();
    whole.push(await felt(() => page.keyboard.press("Control+Enter"), () => document.querySelector(".recordhead h1") !== null && document.querySelector(".record .fact") !== null));
  }
  note("a customer's whole page: its heading and facts", whole, 100);
}

async function palette() {
  await go("#/today");
  const opened = [];
  const letters = [];
  const hits = [];
  for (let n = 0; n < rounds; n++) {
    opened.push(await felt(() => page.keyboard.press("Control+k"), () => document.querySelector(".palette [role=option]") !== null));
    for (const key of "suzhou") {
      const was = await page.locator(".palette__input").inputValue();
      letters.push(await felt(() => page.keyboard.press(key), (before) => document.querySelector(".palette__input")?.value !== before, was));
    }
    await page.locator(".palette__input").fill("");
    await page.waitForFunction(() => document.querySelector("[data-value^='hit.']") === null);
    hits.push(await felt(() => page.keyboard.insertText(["苏州", "shanghai", "hz", "138"][n % 4]), () => document.querySelector("[data-value^='hit.']") !== null));
    await page.keyboard.press("Escape");
    await page.locator(".palette").waitFor({ state: "detached" });
  }
  note("the palette: it opens", opened, 50);
  note("the palette: a letter", letters, 50);
  note("the palette: the records found", hits, 200, "with the pause that waits for more letters");
}

async function board() {
  const shown = () => document.querySelectorAll("[data-card]").length > 5;
  const opens = [];
  for (let n = 0; n < rounds; n++) {
    await go("#/records/opportunity");
    opens.push(await felt(() => page.locator(".ways label").nth(1).click(), shown));
    await settled(page);
  }
  note("the board of deals: it opens", opens, 300, `${count(sizes.deals)} cards`);
  const lane = ".lane__cards";
  await frames("the board of deals, a column scrolled: a frame", lane, 60, 240);
  const walked = [];
  await page.locator("[data-card]").first().focus();
  for (let n = 0; n < rounds * 2; n++)
    walked.push(await felt(() => page.keyboard.press(n % 8 === 7 ? "Home" : "ArrowDown"), (was) => document.activeElement?.getAttribute("data-card") !== was || document.activeElement === document.body, await page.evaluate(() => document.activeElement?.getAttribute("data-card"))));
  note("the board of deals: to the next card", walked.filter(Number.isFinite), 50);
}

// What a page of data weighs, and how much memory a day of scrolling leaves.
async function weight() {
  const bytes = [];
  const heard = async (response) => {
    if (response.url().endsWith("/rpc/records.list")) bytes.push(response.body().then((body) => body.length, () => 0));
  };
  page.on("response", heard);
  await go("#/records/customer");
  for (let n = 0; n < 40; n++) {
    await page.locator(".grid").evaluate((grid) => (grid.scrollTop += 100 * 36));
    await settled(page);
  }
  page.off("response", heard);
  const kib = (await Promise.all(bytes)).map((size) => size / 1024);
  figures.push({ name: "a page of data: 100 rows of a list", unit: "KiB", median: quantile(kib, 0.5), p95: quantile(kib, 0.95), worst: Math.max(...kib), bar: 64, notes: "JSON, before compression" });
  console.log(rowOf(figures.at(-1)));
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const mib = usedSize / 1024 / 1024;
  figures.push({ name: "memory of the page after all this", unit: "MiB", median: mib, p95: mib, worst: mib, bar: 200, notes: "JavaScript heap, after collecting" });
  console.log(rowOf(figures.at(-1)));
}

function report() {
  if (trouble.length > 0) console.log(`trouble: ${trouble.join("\n")}`);
  const load = loadavg()[0].toFixed(2);
  const text = [
    atTheEnd.begin,
    "## The pages, in a browser",
    "",
    `${new Date().toISOString().slice(0, 10)}. ${count(sizes.customers)} customers, ${count(sizes.deals)} deals. Chromium without a graphics card, 1440 × 900, ${cpus().length} cores (${cpus()[0].model}). Load at the end: ${load}.`,
    "",
    "From the press of a key or the mouse to the end of the frame that shows what it brings; frames of scrolling from one to the next.",
    "The screen shows 60 frames a second, so those take 16.7 ms or 33.3; the bar of 33 ms is two of them, as it is said: 30 a second.",
    "",
    "| What | median | p95 | worst | bar | | notes |",
    "|---|--:|--:|--:|--:|---|---|",
    ...figures.map(rowOf),
    atTheEnd.end,
  ].join("\n");
  if (!asked.out) return;
  const known = readFileSync(asked.out, "utf8");
  const from = known.indexOf(atTheEnd.begin);
  const rest = from < 0 ? [`${known.trimEnd()}\n\n`, "\n"] : [known.slice(0, from), known.slice(known.indexOf(atTheEnd.end) + atTheEnd.end.length)];
  writeFileSync(asked.out, rest[0] + text + rest[1]);
}
