// Texts that would run something, in the book that the real window opens: see payloads.mjs. What Chromium is made to do at
// length in hostile.browser.mjs, the engine of the window does here for every place of its own.
import { writeFileSync } from "node:fs";
import { call, xingke } from "./kit.mjs";
import { kinds, payloads } from "./payloads.mjs";

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const short = (text) => text.replaceAll(/\s+/g, " ").trim().slice(0, 100);

/** Puts every text into a book: as names, notes and demands of customers, and as what was said to one of them. */
export function fill(book, csv) {
  const rows = payloads.map((text, n) => [`${n} ${short(text)}`, text, short(payloads[(n + 7) % payloads.length])]);
  writeFileSync(csv, `\ufeff${[["客户名称", "备注", "特殊要求"], ...rows].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`);
  xingke("import", "--book", book, "--entity", "customer", "--file", csv, "--match", "none");
  const customer = call(book, "records.list", { entity: "customer", where: { field: "name", op: "contains", value: "onerror" }, limit: 1 }).rows[0].id;
  for (const texts of [kinds.linked, [...kinds.marked, ...kinds.tags]]) {
    call(book, "records.create", { entity: "followUp", record: { customerId: customer, way: "call", at: new Date().toISOString(), content: texts.join("\n\n").slice(0, 4000) } });
  }
  return customer;
}

/** Part of the script of window.mjs, which runs inside the page: it gathers in said.alive whatever came of the texts. */
export const script = (customer) => `
    said.alive = [];
    said.dangers = 0;
    window.__ran = (n) => { said.alive.push("ran " + n); };
    document.addEventListener("securitypolicyviolation", (e) => { if (!said.probing) said.alive.push("stopped " + e.violatedDirective + " " + e.blockedURI + " " + e.sample); });
    const harmless = (where) => {
      said.dangers += (document.body.innerText.match(/__ran\\(|data-ran|evil\\.example/g) ?? []).length;
      const alive = [...document.querySelectorAll("[data-ran], iframe, frame, object, embed, base, form[action], script:not([src])")];
      const handlers = [...document.querySelectorAll("*")].filter((each) => [...each.attributes].some((a) => /^on/i.test(a.name)));
      const fine = /^(https?:|mailto:|tel:|blob:|wails:|#|\\/|\\.\\/|data:image\\/)/i;
      const led = [...document.querySelectorAll("[href], [src]")].filter((each) => ["href", "src"].some((name) => each.hasAttribute(name) && !fine.test(each.getAttribute(name).trim())));
      for (const each of [...alive, ...handlers, ...led]) if (!/^<script[^>]*wails/.test(each.outerHTML)) said.alive.push(where + ": " + each.outerHTML.slice(0, 200));
    };
    location.hash = "#/records/customer?q=__ran";
    await until("texts in the list", () => document.querySelectorAll(".grid__row").length > 5 && /__ran/.test(document.querySelector(".grid").innerText));
    for (let n = 0; n < 60; n++) {
      const rows = document.querySelector(".grid");
      rows.scrollTop += rows.clientHeight * 0.9;
      await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
      if (n % 3 === 0) { await pause(30); harmless("the list"); }
      if (rows.scrollTop + rows.clientHeight >= rows.scrollHeight - 2) break;
    }
    for (const [hash, words] of [["#/records/customer/${customer}", /__ran/], ["#/records/followUp", /__ran/], ["#/records/customer?as=chart", /./], ["#/records/customer?group=specialDemand", /./],
      ["#/history", /./], ["#/today", /./], ["#/dashboard", /./], ["#/print?of=record&entity=customer&id=${customer}", /__ran/]]) {
      location.hash = hash;
      await until(hash, () => words.test(document.body.innerText) && document.body.innerText.length > 40 && !document.querySelector(".skeleton"));
      await pause(150);
      harmless(hash);
    }
    // What would run, were it there, the policy of the page stops.
    said.probing = true;
    const inline = document.createElement("script");
    inline.textContent = "window.__inline = 1";
    document.body.append(inline);
    const held = document.createElement("div");
    held.innerHTML = "<b onclick='window.__inline = 2'>x</b><img src='https://evil.example/p.png'>";
    document.body.append(held);
    held.firstChild.click();
    said.policy = { inline: window.__inline, asked: await fetch("https://evil.example/").then(() => "yes", () => "no") };
    held.remove();
    inline.remove();
    await pause(50);
    said.probing = false;
    delete said.probing;
`;
