// Pictures of every page into shots/ (ignored): two sizes, both languages, light and dark.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, invoke, office, root, scratch, tab, xingke } from "./kit.mjs";
import { everyPage, settled } from "./pages.mjs";

const only = process.argv.slice(2); // names of pages; none: all
const place = scratch("shots");
const book = join(place.dir, "book");
xingke("demo", "--book", book);
const door = office(book);
const chromium = await browser();
try {
  for (const size of [{ width: 1440, height: 900 }, { width: 1024, height: 700 }]) {
    for (const lang of ["zh-CN", "en"]) {
      for (const theme of ["light", "dark"]) {
        const { page, context, trouble, door: origin } = await tab(chromium, await door.address, { lang, theme, ...size });
        await settled(page);
        await invoke(page, "settings.set", { lang, theme });
        await page.reload();
        await settled(page);
        const dir = join(root, "shots", `${size.width}x${size.height}-${lang}-${theme}`);
        mkdirSync(dir, { recursive: true });
        for (const { name, hash } of await everyPage(page)) {
          if (only.length > 0 && !only.includes(name)) continue;
          await page.goto(`${origin}/${hash}`);
          await settled(page);
          await page.screenshot({ path: join(dir, `${name}.png`) });
        }
        if (trouble.length > 0) console.error(trouble.join("\n"));
        await context.close();
        console.log(dir);
      }
    }
  }
} finally {
  await chromium.close();
  await door.close();
  place.remove();
}
