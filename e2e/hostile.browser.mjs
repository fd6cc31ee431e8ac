// Texts that would run something stand in every field, file, heading, notice and address; nothing runs, no markup comes
// alive, nothing is asked of another machine, and the policy of the page has nothing to stop.
import assert from "node:assert/strict";
import { invoke } from "./kit.mjs";
import { settled } from "./pages.mjs";
import { kinds, payloads } from "./payloads.mjs";
import { stage } from "./stage.mjs";

const at = stage("hostile");
const { go, part, ready } = at;
const ran = [];

ready(async () => {
  assert.ok(payloads.length >= 300, `${payloads.length} texts`);
  await at.context.exposeFunction("__ran", (n) => ran.push(`ran ${n}`));
  await at.context.exposeFunction("__stopped", (what) => ran.push(`stopped by the policy: ${what}`));
  await at.context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (e) => window.__stopped(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
  });
  at.page.on("dialog", (dialog) => {
    ran.push(`a ${dialog.type()} said ${dialog.message()}`);
    void dialog.dismiss();
  });
  at.context.on("page", (opened) => ran.push(`a page opened at ${opened.url()}`));
  await at.page.reload();
  await settled(at.page);
});

/** Nothing ran until now, no element of a text is on the page, and no address leads to anything but the web, a mail or a call. */
async function clean(where, there = true) {
  if (there) await at.page.waitForFunction(() => /__ran\(|data-ran|evil\.example/.test(document.querySelector("body").innerText + [...document.querySelectorAll("input, textarea")].map((each) => each.value)), undefined, { timeout: 10_000 }).catch(() => assert.fail(`${where}: the texts are not even there`));
  const found = await at.page.evaluate(() => {
    const outer = (each) => each.outerHTML.slice(0, 300);
    const fine = (address) => /^(https?:|mailto:|tel:|blob:|#|\/|\.\/|data:image\/(png|jpeg|svg\+xml|webp)[;,])/i.test(address.trim());
    const foreign = [...document.querySelectorAll("link, script")].filter((each) => new URL(each.href || each.src).origin !== location.origin);
    const alive = document.querySelectorAll("[data-ran], iframe, frame, object, embed, base, form[action], meta[http-equiv]:not([http-equiv=Content-Security-Policy]), script:not([src])");
    const handlers = [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some((a) => /^on/i.test(a.name)));
    const links = [...document.querySelectorAll("[href], [src], [action], [formaction], [poster], [data], [srcset]")].filter((each) =>
      ["href", "src", "action", "formaction", "poster", "data", "srcset"].some((name) => each.hasAttribute(name) && !fine(each.getAttribute(name))),
    );
    const styled = [...document.querySelectorAll("[style]")].filter((each) => /evil|expression|binding/.test(each.getAttribute("style")));
    return [...alive, ...foreign, ...handlers, ...links, ...styled].map(outer);
  });
  assert.deepEqual(found, [], `${where}: markup came alive`);
  assert.deepEqual(ran, [], where);
}

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const short = (text) => text.replaceAll(/\s+/g, " ").trim().slice(0, 110);

part("a file of 300 such names, with such headings and such a name, is looked at and imported", async (page) => {
  const heads = ["客户名称", "备注", "特殊要求", kinds.tags[0], kinds.broken[3]];
  const rows = payloads.map((text, n) => [`${n} ${short(text)}`, text, payloads[(n + 7) % payloads.length].slice(0, 100), text, short(text)]);
  const csv = [heads, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
  await go("#/import");
  await page.locator("input[type=file]").setInputFiles({ name: kinds.named[0], mimeType: "text/csv", buffer: Buffer.from(`\ufeff${csv}`) });
  await page.locator(".import__next .ant-btn-primary").waitFor();
  await clean("the file");
  await page.locator(".import__next .ant-btn-primary").click();
  await page.locator(".import__columns").waitFor();
  await clean("the columns");
  await page.locator(".import__foot .ant-btn-primary").click();
  await page.locator(".import__bar").waitFor();
  await clean("the trial");
  await page.locator(".import__foot .ant-btn-primary").click();
  await page.getByText("导入完成").waitFor();
  await clean("the result");
  const { total } = await invoke(page, "records.list", { entity: "customer", limit: 1 });
  assert.ok(total >= 300, `${total} customers`);
});

part("the list shows every one of them", async (page) => {
  await go("#/records/customer");
  await page.locator(".grid__row").first().waitFor();
  const seen = await page.evaluate(async () => {
    const grid = document.querySelector(".grid");
    const names = new Set();
    const frame = () => new Promise((go) => requestAnimationFrame(go));
    for (let bottom = false; !bottom; ) {
      for (let n = 0; n < 20; n++) { // rows that are read come a little later
        await frame();
        const shown = [...document.querySelectorAll(".grid__row")].map((each) => each.textContent.trim());
        for (const name of shown) if (name) names.add(name);
        if (shown.length > 0 && shown.every(Boolean)) break;
      }
      bottom = grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 2;
      grid.scrollTop += grid.clientHeight * 0.9;
    }
    return names.size;
  });
  assert.ok(seen >= 100, `${seen} rows were shown`);
  await clean("the list");
});

const made = {};

part("every text of every kind of record takes them", async (page) => {
  const { entities } = await invoke(page, "app.describe");
  const { rows } = await invoke(page, "records.list", { entity: "customer", limit: 1, columns: ["name"] });
  made.customer = rows[0].id;
  let n = 0;
  const next = () => payloads[n++ % payloads.length];
  const few = (count) => Array.from({ length: count }, next).join("\n\n");
  const ask = (operation, input) => invoke(page, operation, input).catch(() => undefined); // a field may refuse one
  const own = { followUp: { customerId: made.customer, way: "call", at: new Date().toISOString() }, contact: { customerId: made.customer }, followUpPlan: { customerId: made.customer, dueOn: "2026-11-20" },
    opportunity: { customerId: made.customer, amount: "1000.00" }, order: { customerId: made.customer, orderedOn: "2026-11-20", lines: [] } };
  for (const { name, fields } of entities.filter((each) => ["contact", "followUp", "followUpPlan", "opportunity", "order", "product", "tag"].includes(each.name))) {
    for (let copy = 0; copy < 4; copy++) {
      const record = { ...own[name] };
      for (const field of fields.filter((each) => !each.readOnly && !each.system)) {
        if (field.kind === "text" && !(field.name in record)) record[field.name] = `${copy} ${short(next())}`.slice(0, field.max || 100);
        if (field.kind === "longtext") record[field.name] = few(30).slice(0, field.max || 4000);
        if (field.kind === "tags") record[field.name] = [short(next()).slice(0, 20)];
      }
      made[name] = (await ask("records.create", { entity: name, record }))?.id ?? made[name];
    }
  }
  assert.ok(made.contact && made.followUp && made.followUpPlan && made.opportunity && made.product, JSON.stringify(made));
  await ask("views.save", { entity: "customer", name: kinds.tags[9], query: {} });
  await ask("letterhead.set", { company: kinds.broken[3], address: kinds.handled[0], contact: kinds.styles[1] });
  await ask("records.update", { entity: "customer", id: made.customer, rev: 1, set: { address: kinds.broken[4], note: kinds.linked.join("\n\n").slice(0, 4000), website: `https://example.com/"${kinds.broken[0]}`, tags: [kinds.coded[0].slice(0, 20)] } });
});

part("records, the day, board, calendar, charts, history: all of them are text", async () => {
  for (const [where, hash, there] of [
    ["a customer", `#/records/customer/${made.customer}`], ["a contact", `#/records/contact/${made.contact}`], ["a deal", `#/records/opportunity/${made.opportunity}`], ["a product", `#/records/product/${made.product}`],
    ["beside the list", `#/records/customer?peek=${made.customer}`], ["follow-ups", "#/records/followUp"], ["the day", "#/today", false], ["the board", "#/records/opportunity?as=board"], ["the calendar", "#/calendar", false],
    ["the dashboard", "#/dashboard", false], ["a chart", "#/records/customer?as=chart", false], ["groups", "#/records/customer?group=specialDemand"], ["the history", "#/history", false], ["a printed list", "#/print?of=list&entity=customer"],
    ["a printed record", `#/print?of=record&entity=customer&id=${made.customer}`], ["settings", "#/settings", false],
  ]) {
    await go(hash);
    await clean(where, there);
  }
});

part("so are addresses, searches and what is found", async (page) => {
  for (const [n, text] of [kinds.broken[3], kinds.templates[6], kinds.tags[0]].entries()) {
    const code = encodeURIComponent(text);
    await go([`#/records/customer?q=${code}`, `#/records/${code}/${code}`, `#/manual/${code}?sort=${code}&where=${code}`][n]);
    await clean(`the address ${n}`, false);
  }
  await go("#/today");
  await page.keyboard.press("Control+k");
  await page.locator(".palette__input").fill("onerror");
  await page.locator("[role=option]").filter({ hasText: "onerror" }).first().waitFor();
  await clean("the palette");
  await page.locator(".palette__input").fill(kinds.broken[3]);
  await page.locator("[role=option]").first().waitFor();
  await clean("the palette, asked for markup");
  await page.keyboard.press("Escape");
});

part("so are forms and notices", async (page) => {
  await go("#/records/customer");
  await page.locator(".grid__row").first().waitFor();
  await page.keyboard.press("c");
  await page.locator(".quick input:focus").waitFor();
  await page.keyboard.insertText(kinds.handled[0]);
  await clean("the line of something new");
  await page.keyboard.press("Shift+Enter");
  await page.locator(".ant-drawer input:focus").first().waitFor();
  await page.waitForFunction((typed) => document.querySelector("#customer-name")?.value === typed, kinds.handled[0]);
  await clean("the form");
  await page.keyboard.press("Control+Enter");
  await page.locator(".ant-message-notice").filter({ hasText: "onerror" }).first().waitFor();
  await clean("the notice");
});

part("the policy of the page stops what would run, were it there", async (page) => {
  const stopped = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.__inline = 1";
    document.body.append(script);
    const holder = document.createElement("div");
    holder.innerHTML = "<b onclick='window.__inline = 2'>x</b>";
    document.body.append(holder);
    holder.firstChild.click();
    const evaluated = await new Promise((go) => {
      setTimeout(() => { // by itself: what the test asks for at once may evaluate
        try {
          go(new Function("return 'yes'")());
        } catch {
          go("no");
        }
      });
    });
    const asked = await fetch("https://evil.example/").then(() => "yes", () => "no");
    holder.remove();
    script.remove();
    return { inline: window.__inline, evaluated, asked };
  });
  assert.deepEqual(stopped, { inline: undefined, evaluated: "no", asked: "no" });
  assert.ok(ran.length >= 3, `the policy told of ${ran.length}`);
  ran.length = 0;
  at.trouble.length = 0; // the browser says that it stopped them
  for (const path of ["/", "/index.html", "/records/customer", "/favicon.svg"]) {
    const answer = await page.request.get(`${at.door}${path}`);
    const policy = answer.headers()["content-security-policy"] ?? "";
    assert.match(policy, /default-src 'self'/, path);
    assert.doesNotMatch(policy, /script-src[^;]*'unsafe|default-src[^;]*'unsafe|\*/, path);
  }
});
