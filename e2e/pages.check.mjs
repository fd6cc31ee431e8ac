// Every page on the practice book, as people with different looks see it: it opens, says nothing wrong in the console, asks nothing
// of the outside world, and axe finds nothing critical or serious on it.
import assert from "node:assert/strict";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { axe, browser, invoke, office, scratch, tab, xingke } from "./kit.mjs";
import { everyPage, settled } from "./pages.mjs";

const place = scratch("pages");
const book = join(place.dir, "book");
let door;
let chromium;

// Lists and records that are made like those of the customer: in the dark, axe looks at that one only, and in the
// light at what stands within the frame. Pages with a file of tests of their own are looked at there in the light.
const alike = /^(list|record)-(contact|followUp|followUpPlan|tag|product|pipeline|user|department|role|report)$/;
const apart = /^(today|calendar|dashboard|pivot|board|chart|groups|import|bin|history|print)/;

/** Tests every page as somebody with this language and theme sees it. */
export function pagesIn(look) {
  before(async () => {
    xingke("demo", "--book", book, "--customers", "60");
    door = office(book);
    chromium = await browser();
  });
  after(async () => {
    await chromium?.close();
    await door?.close();
    place.remove();
  });
  test(`every page in ${look.lang}, ${look.theme}`, { timeout: 300_000 }, async (t) => {
    const { page, context, trouble, door: origin } = await tab(chromium, await door.address, look);
    await settled(page);
    await invoke(page, "settings.set", { ...look, density: "standard" });
    await page.reload();
    await settled(page);
    assert.equal(await page.locator("html").getAttribute("lang"), look.lang, "the page is in the person's language");
    for (const { name, hash } of await everyPage(page)) {
      await t.test(name, async () => {
        await page.goto(`${origin}/${hash}`);
        await settled(page);
        assert.deepEqual(trouble.splice(0), [], "nothing goes wrong on the page");
        assert.equal(await page.locator(".ant-result-500, [data-crash]").count(), 0, "the page can be shown");
        const light = look.theme === "light";
        if (light ? !apart.test(name) : !alike.test(name))
          assert.deepEqual(await axe(page, alike.test(name) ? "main" : undefined), [], "no critical or serious finding of axe");
        const words = await page.locator("main").innerText();
        assert.ok(words.trim().length > 10, "the page says something");
        assert.doesNotMatch(words, /\b(undefined|NaN|\[object Object\])\b|\b(nav|list|form|record)\.[a-z]+\b/, "no word is missing");
        // What people wrote stays in the language they wrote it in; these are the program's own words.
        const own = await page.locator(".rail__item, .rail__label, .pagehead__title, .list__tools, .fact__label, .field__label").allInnerTexts();
        const program = own.join("\n").replaceAll(/“[^”]*”|(?<=Contact )\S+/g, ""); // without the name of whom it is about
        if (look.lang === "en") assert.doesNotMatch(program, /[\u4e00-\u9fff]/, "no word of the program is left in Chinese");
      });
    }
    await context.close();
  });
}
