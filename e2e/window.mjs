// The real window: built as it is handed out (but for the probe), opened on an invisible display, asked
// to do one real operation, and photographed.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { bin, call, root, scratch, xingke } from "./kit.mjs";

// Runs inside the page. It writes a customer through the bridge, reads it back, asks for something that is
// not there, waits until the page itself shows the shell, and reports.
const script = `(async () => {
  const said = {};
  try {
    const bridge = window.go.desktop.Bridge;
    const ask = async (name, input) => JSON.parse(await bridge.Invoke(name, JSON.stringify(input)));
    said.describe = await ask("app.describe", {});
    said.made = await ask("records.create", { entity: "customer", record: { name: "窗口测试有限公司" } });
    said.list = await ask("records.list", { entity: "customer", where: { field: "name", op: "eq", value: "窗口测试有限公司" } });
    try { await bridge.Invoke("records.get", JSON.stringify({ entity: "customer", id: "none" })); }
    catch (thrown) { said.fault = String(thrown && thrown.message || thrown); }
    const stored = await fetch("/files/?name=a.txt", { method: "POST", body: new Uint8Array([97, 98, 99]) });
    said.upload = stored.status;
    const until = Date.now() + 60000;
    while (Date.now() < until && !document.querySelector("nav, [role=navigation]")) await new Promise((go) => setTimeout(go, 100));
    await new Promise((go) => setTimeout(go, 1500));
    said.text = document.body.innerText.slice(0, 2000);
    said.requests = performance.getEntriesByType("resource").map((e) => e.name);
  } catch (thrown) { said.error = String(thrown && thrown.stack || thrown) + JSON.stringify(thrown && thrown.message); }
  window.runtime.EventsEmit("windowtest", JSON.stringify(said));
})();`;

const wait = (ms) => new Promise((go) => setTimeout(go, ms));

test("the window opens, answers and ends", { timeout: 180_000 }, async (t) => {
  const place = scratch("window");
  t.after(place.remove);
  const book = join(place.dir, "book");
  const report = join(place.dir, "report.json");
  const picture = join(place.dir, "window.png");
  xingke("demo", "--book", book, "--customers", "40");
  writeFileSync(join(place.dir, "probe.js"), script);

  // xvfb-run and dbus-run-session end with the program they run.
  const shell = `${bin("xingke-windowtest")} -book "${book}" & window=$!
    for i in $(seq 600); do [ -s "${report}" ] && break; kill -0 $window 2>/dev/null || break; sleep 0.1; done
    import -window root "${picture}" || true
    xdotool getwindowname $(xdotool search --onlyvisible --name 行客 | head -1) > "${place.dir}/title" 2>/dev/null || true
    kill -TERM $window 2>/dev/null || true; wait $window; echo "status $?"`;
  const ran = spawn("dbus-run-session", ["--", "xvfb-run", "-a", "-s", "-screen 0 1440x900x24", "bash", "-c", shell], {
    env: {
      ...process.env, XINGKE_WINDOWTEST_SCRIPT: join(place.dir, "probe.js"), XINGKE_WINDOWTEST_REPORT: report,
      XDG_CONFIG_HOME: join(place.dir, "config"), XDG_CACHE_HOME: join(place.dir, "cache"),
      XDG_DATA_HOME: join(place.dir, "data"), LANG: "C.UTF-8", WAYLAND_DISPLAY: "",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  ran.stdout.on("data", (part) => (output += part));
  ran.stderr.on("data", (part) => (output += part));
  await new Promise((done) => ran.on("close", done));

  assert.ok(existsSync(report), `the page reported nothing:\n${output}`);
  const said = JSON.parse(readFileSync(report, "utf8"));
  assert.equal(said.error, undefined, said.error);
  assert.ok(said.describe.entities.length > 5, "the operations answer");
  assert.equal(said.list.total, 1, "what was written is read back");
  assert.equal(JSON.parse(said.fault).kind, "notFound", "a fault arrives with its kind");
  assert.ok(said.upload < 300, `a file can be handed in: ${said.upload}`);
  assert.match(said.text, /客户/, "the page shows its navigation");
  for (const url of said.requests) assert.match(url, /^(wails:|data:|blob:|\/)/, `a request left the window: ${url}`);

  const colours = Number(spawnSync("identify", ["-format", "%k", picture], { encoding: "utf8" }).stdout);
  assert.ok(statSync(picture).size > 5_000 && colours > 50, `the window is blank: ${colours} colours`);
  assert.match(readFileSync(join(place.dir, "title"), "utf8"), /行客/, "the title names the program");
  assert.match(output, /status (0|143)/, `the program ended cleanly:\n${output}`);
  mkdirSync(join(root, "shots"), { recursive: true });
  spawnSync("cp", [picture, join(root, "shots/window.png")]);

  // Closed by a signal, the book is whole: the command line opens it and finds what the window wrote.
  const found = call(book, "records.list", { entity: "customer", where: { field: "name", op: "eq", value: "窗口测试有限公司" } });
  assert.equal(found.total, 1, "what the window wrote is in the book");
  await wait(0);
});
