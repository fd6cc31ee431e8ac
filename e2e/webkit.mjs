// A browser of the engine that the window has on Linux: WebKitGTK, in its own MiniBrowser on a display that nobody sees,
// driven by WebDriver. Chromium is driven as far by `chromium`, so that one story is told in both.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { browser, tab } from "./kit.mjs";

const pause = (ms) => new Promise((go) => setTimeout(go, ms));

/** Asks in the page again and again until it answers with something. */
async function until(run, what, found, args) {
  for (const end = Date.now() + 60_000; ; await pause(30)) {
    const it = await run(found, ...args);
    if (it) return it;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}; the page says: ${(await run(() => document.body.innerText)).slice(0, 200)}`);
  }
}

/** Opens the page in Chromium. */
export async function chromium(address) {
  const engine = await browser();
  const { page, trouble } = await tab(engine, address);
  const run = (act, ...args) => page.evaluate(`(${act}).apply(null, ${JSON.stringify(args)})`);
  return {
    run,
    /** Puts functions into the page, for what is asked in it. */
    teach: (what) => page.evaluate(given(what)),
    until: (what, found, ...args) => until(run, what, found, args),
    async wheel(x, y, by) {
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, by);
    },
    key: (name) => page.keyboard.press(name),
    async drag(steps) {
      await page.mouse.move(...steps[0]);
      await page.mouse.down();
      for (const step of steps.slice(1)) await page.mouse.move(...step, { steps: 4 });
    },
    drop: () => page.mouse.up(),
    trouble: () => trouble,
    close: () => engine.close(),
  };
}

// Keys as WebDriver writes them.
const codes = { Control: "\uE009", End: "\uE010", Home: "\uE011", ArrowDown: "\uE015" };

/** Opens the page in WebKitGTK. */
export async function webkit(address) {
  const port = await free();
  const settings = {
    ...process.env, WAYLAND_DISPLAY: "", NO_AT_BRIDGE: "1", GTK_A11Y: "none", WEBKIT_DISABLE_DMABUF_RENDERER: "1", LANG: "C.UTF-8",
  };
  const driver = spawn("xvfb-run", ["-a", "-s", "-screen 0 1440x900x24", "WebKitWebDriver", `--port=${port}`, "--host=127.0.0.1"], { env: settings, stdio: "ignore", detached: true });
  const ended = new Promise((done) => driver.on("exit", done));
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.error} ${value.message}`);
    return value;
  };
  for (const end = Date.now() + 20_000; ; await pause(30)) {
    try {
      await ask("GET", "/status");
      break;
    } catch (failed) {
      if (Date.now() > end) throw failed;
    }
  }
  const options = { binary: miniBrowser(), args: ["--automation"] };
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
  const at = `/session/${sessionId}`;
  const run = (act, ...args) => ask("POST", `${at}/execute/sync`, { script: `return (${act}).apply(null, arguments)`, args });
  const acts = (...actions) => ask("POST", `${at}/actions`, { actions });
  const mouse = (...actions) => acts({ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions });
  const move = ([x, y]) => ({ type: "pointerMove", duration: 40, origin: "viewport", x: Math.round(x), y: Math.round(y) });
  await ask("POST", `${at}/window/rect`, { x: 0, y: 0, width: 1440, height: 900 });
  await ask("POST", `${at}/url`, { url: address });
  await run(() => {
    window.troubles = [];
    addEventListener("error", (event) => {
      // What changed size while sizes were told is told in the next frame: nothing went wrong.
      if (!event.message.startsWith("ResizeObserver loop")) window.troubles.push(`page error: ${event.message}`);
    });
    addEventListener("unhandledrejection", (event) => window.troubles.push(`page error: ${event.reason}`));
    performance.setResourceTimingBufferSize(10_000);
  });
  return {
    run,
    teach: (what) => ask("POST", `${at}/execute/sync`, { script: given(what), args: [] }),
    until: (what, found, ...args) => until(run, what, found, args),
    async wheel(x, y, by) {
      const scroll = { type: "scroll", origin: "viewport", x: Math.round(x), y: Math.round(y), deltaX: 0, deltaY: by };
      await acts({ type: "wheel", id: "wheel", actions: [scroll] });
      await ask("DELETE", `${at}/actions`); // it turns the wheel by the difference to the turn before
    },
    key(names) {
      const keys = names.split("+").map((name) => codes[name] ?? name);
      const down = keys.map((value) => ({ type: "keyDown", value }));
      const up = keys.toReversed().map((value) => ({ type: "keyUp", value }));
      return acts({ type: "key", id: "keys", actions: [...down, ...up] });
    },
    drag: (steps) => mouse(move(steps[0]), { type: "pointerDown", button: 0 }, ...steps.slice(1).map(move)),
    drop: () => mouse({ type: "pointerUp", button: 0 }),
    trouble: () =>
      run(() => [
        ...window.troubles,
        ...performance.getEntriesByType("resource").map((entry) => entry.name).filter((url) => !url.startsWith(`${location.origin}/`) && !/^(data|blob):/.test(url)),
      ]),
    async close() {
      await ask("DELETE", at).catch(() => undefined);
      process.kill(-driver.pid, "SIGTERM"); // all of its group: the display, the driver, the browser
      await ended;
    },
  };
}

const given = (what) => Object.entries(what).map(([name, act]) => `window.${name} = ${act};`).join("\n");

/** Where Debian puts the browser that WebKitGTK brings along. */
function miniBrowser() {
  const found = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map((machine) => `/usr/lib/${machine}/webkit2gtk-4.1/MiniBrowser`).find(existsSync);
  if (!found) throw new Error("WebKitGTK brought no MiniBrowser");
  return found;
}

/** A port that nothing listens on. */
function free() {
  return new Promise((found) => {
    const look = createServer().listen(0, "127.0.0.1", () => {
      const { port } = look.address();
      look.close(() => found(port));
    });
  });
}
