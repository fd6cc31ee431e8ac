// Somebody asks to be forgotten: what goes and what stays is said first, then it is gone, and the backups are renewed.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { axe, finished, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("erase");
const { go, part, ready } = at;
let customer, person;

ready(async () => {
  const make = async (entity, record) => (await invoke(at.page, "records.create", { entity, record })).id;
  customer = await make("customer", { name: "苏州恒达机械有限公司", note: "采购找 139-2468-1357" });
  person = await make("contact", { name: "金丝雀", customerId: customer, phone: "13924681357", wechat: "jsq_2468" });
  await make("followUp", { customerId: customer, contactId: person, content: "金丝雀说下周再谈", way: "call", at: "2026-11-20T08:00:00Z" });
  mkdirSync(join(at.dir, "usb"));
  await invoke(at.page, "backup.set", { folder: join(at.dir, "usb") });
  await finished(at.page, (await invoke(at.page, "backup.run")).job);
});

part("what goes, what stays and what backups hold is said before", async (page) => {
  await go(`#/records/contact/${person}`);
  await page.getByRole("button", { name: "更多" }).click();
  await page.getByRole("menuitem", { name: "彻底删除个人信息…" }).click();
  await page.getByRole("heading", { name: "会删除" }).waitFor();
  await page.getByText("1 条跟进记录：写下的内容").waitFor();
  const phone = page.locator(".erase__word", { hasText: "13924681357" });
  await phone.getByText("苏州恒达机械有限公司").waitFor();
  assert.equal(await phone.getByRole("checkbox").isChecked(), true);
  await page.getByText("备份位置里有 1 次备份仍含这些信息").waitFor();
  assert.deepEqual(await axe(page), []);
  const act = page.getByRole("button", { name: "彻底删除", exact: true });
  await page.getByLabel("输入“金丝雀”来确认").fill("金丝");
  assert.equal(await act.isDisabled(), true, "half a name is none");
  await page.getByLabel("输入“金丝雀”来确认").fill("金丝雀");
  await act.click();
});

part("it is gone, from the history too, and the backups are renewed", async (page) => {
  await page.getByText("已彻底删除").waitFor();
  await page.getByRole("button", { name: "新做备份并删除之前的 1 次" }).click();
  await page.locator("main").getByText("已新做一次备份，删除之前的 1 次").waitFor();
  assert.deepEqual(await axe(page), []);
  const all = JSON.stringify([
    await invoke(page, "records.get", { entity: "contact", id: person }),
    await invoke(page, "records.list", { entity: "followUp", limit: 10 }),
    await invoke(page, "records.history", { entity: "contact", id: person }),
    await invoke(page, "changes.list", {}),
    await invoke(page, "audit.list", {}),
    await invoke(page, "search.query", { text: "金丝雀" }),
  ]);
  assert.ok(!/金丝雀|13924681357|jsq_2468/.test(all), all);
  assert.equal((await invoke(page, "records.get", { entity: "customer", id: customer })).note, "采购找 已删除");
  await page.getByRole("button", { name: "返回记录" }).click();
  await page.getByRole("heading", { name: "已删除的联系人" }).waitFor();
  await go("#/settings");
  await page.getByText("最近一次彻底删除").waitFor();
});
