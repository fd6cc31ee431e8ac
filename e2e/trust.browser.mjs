// What an owner trusts: backups that are proved by restoring them, the book as it was at a moment, the audit.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { axe, call, finished, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("trust");
const { go, part, ready } = at;
const drive = join(at.dir, "usb");
const told = (words) => at.page.locator(".ant-message-notice").filter({ hasText: words }).last();
const main = (words) => at.page.locator("main").getByText(words).first();

ready(async () => {
  mkdirSync(drive);
  await invoke(at.page, "records.create", { entity: "customer", record: { name: "杭州可信有限公司", level: "A" } });
});

part("who has no backup is told so, quietly, until there is one that was proved", async (page) => {
  await page.reload(); // the sign is for whoever comes back to a book without a backup
  await go("#/health");
  const sign = page.locator("header.top").getByRole("link", { name: "还没有备份" });
  await sign.waitFor();
  // Without a passphrase the key lies beside the book: the page says so, and offers one.
  await main(`打开账套的密钥就放在账套旁边（${at.book}）`).waitFor();
  await page.getByRole("button", { name: "设置口令" }).click();
  await page.getByLabel("再输一次").waitFor();
  await page.locator(".secretform").getByRole("button", { name: "取消" }).click();
  await page.getByLabel("备份位置").fill(join(at.book, "inside"));
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("alert").filter({ hasText: "账套自己的文件夹" }).waitFor();
  await page.getByLabel("备份位置").fill(drive);
  await page.getByRole("button", { name: "保存" }).click();
  await told("备份位置已保存").waitFor();
  // Chosen at last, it is made by itself at once; whoever cannot wait may also press.
  await main("最近一次备份完好").waitFor();
  await main("已恢复验证").waitFor();
  await sign.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "立即备份" }).click();
  await told("备份完成，已恢复验证").waitFor();
  await page.getByRole("button", { name: "恢复演练" }).click();
  await told("演练通过").waitFor();
  await page.locator(".backup__list tbody tr").first().waitFor();
  assert.deepEqual(await axe(page), []);
});

part("the book as it was, in a new folder; the open one stays", async (page) => {
  await page.getByRole("button", { name: "恢复到某一时刻" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "开始恢复" }).click(); // a day ago the book was not there
  await dialog.getByRole("alert").filter({ hasText: "那时候还没有这个账套" }).waitFor();
  assert.deepEqual(await axe(page, ".ant-modal"), []);
  await dialog.getByRole("button", { name: "关闭" }).last().click();
  const { backups } = await invoke(page, "backup.list");
  const then = backups.at(-1).at;
  await invoke(page, "records.create", { entity: "customer", record: { name: "后来的客户" } });
  const folder = join(at.dir, "as it was");
  const { job } = await invoke(page, "backup.restoreTo", { at: then, folder });
  const { result } = await finished(page, job);
  assert.ok(result.gone > 0, "something came later");
  assert.ok(existsSync(join(folder, "key.json")) && readdirSync(join(folder, "journal")).length > 0);
  assert.equal(call(folder, "records.list", { entity: "customer", limit: 1 }).total, 1);
  assert.equal((await invoke(page, "records.list", { entity: "customer", limit: 1 })).total, 2);
  // From a backup of the list, by hand.
  await page.locator(".backup__list tbody tr").last().getByRole("button").click();
  await dialog.getByLabel("新文件夹").fill(join(at.dir, "whole"));
  await dialog.getByRole("button", { name: "开始恢复" }).click();
  await dialog.getByText("已恢复：").waitFor();
  await dialog.getByRole("button", { name: "关闭" }).last().click();
  assert.ok(existsSync(join(at.dir, "whole", "key.json")));
});

part("the audit says who did what, and is narrowed and written to Excel", async (page) => {
  const { job } = await invoke(page, "export.run", { entity: "customer" });
  await finished(page, job);
  await go("#/audit");
  const rows = page.locator(".audit__table tbody tr");
  await rows.filter({ hasText: "导出 2 行" }).waitFor();
  await rows.filter({ hasText: "恢复演练通过" }).waitFor();
  await main("没有异常").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByLabel("查找内容或记录").fill("演练");
  await rows.filter({ hasText: "导出 2 行" }).waitFor({ state: "detached" });
  assert.equal(await rows.count(), 1);
  await page.getByLabel("查找内容或记录").fill("");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出 Excel" }).click()]);
  assert.match(file.suggestedFilename(), /^审计记录.*\.xlsx$/);
  await rows.filter({ hasText: "审计记录" }).waitFor(); // that it was exported stands there too
});
