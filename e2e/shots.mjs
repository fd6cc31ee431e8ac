// Pictures of every page into shots/ (ignored): two sizes, both languages, light and dark; and for each page one
// sheet with all of them, to look at. `node e2e/shots.mjs list-customer today` takes only these.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { browser, invoke, office, root, scratch, tab, xingke } from "./kit.mjs";
import { everyPage, settled } from "./pages.mjs";

const only = process.argv.slice(2); // names of pages; none: all
const out = join(root, "shots");
const sizes = [{ width: 1440, height: 900 }, { width: 1024, height: 700 }];
const looks = ["zh-CN", "en"].flatMap((lang) => ["light", "dark"].map((theme) => ({ lang, theme })));
const variants = sizes.flatMap((size) => looks.map((look) => ({ ...size, ...look })));
const nameOf = ({ width, height, lang, theme }) => `${width}x${height}-${lang}-${theme}`;

process.env.TZ = "Asia/Shanghai"; // the practice people work at the hours of the browser that looks at them
const place = scratch("shots");
const book = join(place.dir, "book");
xingke("demo", "--book", book);
const door = office(book);
const chromium = await browser();
const began = Date.now();
const taken = new Set();
const troubles = new Set();
try {
  const address = await door.address;
  // Everybody signed in sees the language and theme that the person chose, so one look after the other;
  // both sizes of it at once.
  for (const look of looks) {
    const first = await tab(chromium, address, { ...look, ...sizes[0] });
    await settled(first.page);
    await invoke(first.page, "settings.set", { ...look, density: "standard" });
    const pages = (await everyPage(first.page)).filter(({ name }) => only.length === 0 || only.includes(name));
    const others = await Promise.all(sizes.slice(1).map((size) => tab(chromium, address, { ...look, ...size })));
    await Promise.all([first, ...others].map((each, n) => walk(each, { ...look, ...sizes[n] }, pages)));
    console.log(`${look.lang} ${look.theme}: ${pages.length} pages, ${Math.round((Date.now() - began) / 1000)} s`);
  }
} finally {
  await chromium.close();
  await door.close();
  place.remove();
}
for (const each of troubles) console.error(each);
await sheets();
console.log(`${taken.size} pages in ${variants.length} variants, ${Math.round((Date.now() - began) / 1000)} s: ${out}`);

async function walk({ page, context, trouble, door: origin }, variant, pages) {
  const dir = join(out, nameOf(variant));
  mkdirSync(dir, { recursive: true });
  await page.reload();
  await settled(page);
  for (const { name, hash } of pages) {
    try {
      await page.goto(`${origin}/${hash}`);
      await settled(page);
    } catch (failed) {
      troubles.add(`${nameOf(variant)} ${name}: ${String(failed).split("\n")[0]}`);
    }
    await page.screenshot({ path: join(dir, `${name}.png`) });
    taken.add(name);
    for (const said of trouble.splice(0)) troubles.add(`${nameOf(variant)} ${name}: ${said}`);
  }
  await context.close();
}

// One picture for each page with its eight variants, so that a page is judged at a glance.
async function sheets() {
  const dir = join(out, "sheets");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const names = [...taken].sort();
  const worker = async () => {
    for (let name = names.shift(); name; name = names.shift()) {
      const files = variants.map((variant) => join(out, nameOf(variant), `${name}.png`)).filter(existsSync);
      const montage = spawn("montage", [...files, "-tile", "4x2", "-geometry", "640x+6+6", "-background", "#888888", "-quality", "88", join(dir, `${name}.jpg`)]);
      const status = await new Promise((done) => montage.on("close", done).on("error", done));
      if (status !== 0) console.error(`no sheet of ${name}: ${status}`);
    }
  };
  await Promise.all([worker(), worker()]);
}
