// What the tests share: a scratch book, the office door on it, a browser that may reach nothing else.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// The tests, the program and the browser (see tab) live by one clock: at any hour it is the same day for all three.
process.env.TZ = "Asia/Shanghai";
// And in one language, where nobody has chosen another: that of a machine which says none.
process.env.LC_ALL = "C.UTF-8";

const here = new URL(".", import.meta.url).pathname;
export const root = resolve(here, "..");
export const bin = (name) => join(root, "build/bin", name);

// The packages of the pages serve the tests too: one lock file.
const need = createRequire(join(root, "frontend/package.json"));

/** A folder of its own, removed by the function returned. */
export function scratch(name) {
  const dir = mkdtempSync(join(tmpdir(), `xingke-${name}-`));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs the command line to its end and returns what it printed; throws on a failure. */
export function xingke(...args) {
  const ran = spawnSync(bin("xingke"), args, { encoding: "utf8", maxBuffer: 1 << 28, input: "" });
  if (ran.status !== 0) throw new Error(`xingke ${args.join(" ")}: status ${ran.status}\n${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

/** One operation by the command line, as scripts do it. */
export const call = (book, operation, input = {}) =>
  JSON.parse(xingke("call", "--book", book, operation, JSON.stringify(input)));

/** Starts the office door on a book, which it makes if there is none; resolves with its address (token included) once it is printed. */
export function office(book, { listen = "127.0.0.1:0", passphrase } = {}) {
  const door = spawn(bin("xingke"), ["office", "--book", book, "--listen", listen], {
    stdio: ["ignore", "pipe", "pipe"],
    env: passphrase ? { ...process.env, XINGKE_PASSPHRASE: passphrase } : process.env,
  });
  let said = "";
  const ended = new Promise((done) => door.on("exit", done));
  const address = new Promise((found, failed) => {
    const hear = (part) => {
      said += part;
      const match = /http:\/\/\S+/.exec(said);
      if (match && said.indexOf("\n", match.index) >= 0) found(match[0]);
    };
    door.stdout.on("data", hear);
    door.stderr.on("data", hear);
    door.on("exit", (status) => failed(new Error(`the office door ended with ${status}:\n${said}`)));
  });
  return {
    address,
    pid: door.pid,
    said: () => said,
    async close() {
      door.kill("SIGTERM");
      await ended;
    },
  };
}

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-color-profile=srgb",
];

/** A headless browser. Every page it opens is watched: see Tab. */
export async function browser() {
  const { chromium } = need("playwright-core");
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: flags });
}

/**
 * Opens a page on the door, signed in by the token in its address. What a person must never meet is
 * gathered in `trouble`: errors on the page, requests that leave this machine, answers with a 5xx status.
 */
export async function tab(browser, address, { lang = "zh-CN", theme = "light", width = 1440, height = 900 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, locale: lang, colorScheme: theme, acceptDownloads: true, reducedMotion: "reduce",
    timezoneId: "Asia/Shanghai",
  });
  const trouble = [];
  const door = new URL(address).origin;
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${door}/`) && !url.startsWith("data:") && !url.startsWith("blob:")) trouble.push(`request to ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) trouble.push(`${response.status()} from ${response.url()}`);
  });
  await context.addInitScript(() => performance.setResourceTimingBufferSize(10_000)); // see settled
  const page = await context.newPage();
  page.on("pageerror", (error) => trouble.push(`page error: ${error.stack ?? error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) trouble.push(`console: ${message.text()}`);
  });
  page.setDefaultTimeout(15_000);
  await page.goto(address);
  return { context, page, trouble, door };
}

/** Calls an operation from within the page, as its own code does. */
export const invoke = (page, operation, input = {}) =>
  page.evaluate(
    async ([name, body]) => {
      const answer = await fetch(`/rpc/${name}`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      const said = await answer.json();
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(said)}`);
      return said;
    },
    [operation, input],
  );

/** Waits until what a key or the mouse set off is drawn: what a hand is too slow to overtake. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));

/** Waits for a job to end and returns it; throws when it failed. */
export async function finished(page, job) {
  for (let now = job; ; now = (await invoke(page, "jobs.get", { id: now.id })).job) {
    if (now.state === "done") return now;
    if (now.state !== "running") throw new Error(`job ${now.kind} ${now.state}: ${JSON.stringify(now.error)}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}

const axeCore = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");

/** The critical and serious findings of axe on the page as it stands, or on a part of it, one line each. */
export async function axe(page, part) {
  // Run in the page itself: the builder of axe for playwright opens a page more for every look.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeCore);
  const found = await page.evaluate(async (include) => {
    // Rows of a list are all made alike: the first few stand for them, since axe looks long at every cell.
    const exclude = [[".grid__body > .grid__row:nth-child(n+5)"]];
    const answer = await window.axe.run(include ? { include: [[include]], exclude } : { exclude }, { resultTypes: ["violations"] });
    return answer.violations
      .filter((v) => v.impact === "critical" || v.impact === "serious")
      .map((v) => ({ ...v, nodes: v.nodes.slice(0, 4).map((n) => `${n.target.join(" ")}  ${n.html.slice(0, 160)}`) }));
  }, part);
  return found.map((v) => `${v.impact} ${v.id}: ${v.help}\n    ${v.nodes.join("\n    ")}`);
}
