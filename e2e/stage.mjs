// Where a file of browser tests plays: a book of its own, the office door on it, a browser with one tab.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { browser, office, root, scratch, tab, xingke } from "./kit.mjs";
import { settled } from "./pages.mjs";

/**
 * Sets the stage before the tests of a file, and clears it after them. What it returns has `dir` and `book` at once, and
 * from then on also what `tab` gives: page, trouble, door, context. `demo` is how many customers the practice book has;
 * without it the book is new. `passphrase` seals the book.
 */
export function stage(name, { demo, passphrase } = {}) {
  const place = scratch(name);
  const at = { dir: place.dir, book: join(place.dir, "book") };
  let door;
  let chromium;
  let prepare;
  /** Says what is done once the stage is set, before the first part. */
  at.ready = (act) => {
    prepare = act;
  };
  /** Opens the door and a tab on it, again after `close`. */
  at.open = async () => {
    door = office(at.book, { passphrase });
    Object.assign(at, await tab(chromium, await door.address));
    await settled(at.page);
  };
  /** Closes the program, and leaves the tab as it is. */
  at.close = () => door?.close();
  /** Another tab of another person's browser. */
  at.another = async (look) => tab(chromium, await door.address, look);
  /** Goes to a page and waits until it is there. */
  at.go = async (hash) => {
    await at.page.goto(`${at.door}/${hash}`);
    await settled(at.page);
  };
  /** One part of the story. What the page looked like when it failed is kept in shots/. */
  at.part = (what, act, { timeout = 120_000 } = {}) =>
    test(what, { timeout }, async () => {
      try {
        await act(at.page);
        assert.deepEqual(at.trouble.splice(0), [], "nothing goes wrong on the page");
      } catch (failed) {
        mkdirSync(join(root, "shots"), { recursive: true });
        await at.page.screenshot({ path: join(root, "shots", `failed-${name}-${what.slice(0, 24).replaceAll(/\W+/g, "-")}.png`) });
        throw failed;
      }
    });
  before(async () => {
    if (demo) xingke("demo", "--book", at.book, "--customers", String(demo));
    chromium = await browser();
    await at.open();
    await prepare?.();
  });
  after(async () => {
    await chromium?.close();
    await at.close();
    place.remove();
  });
  return at;
}
