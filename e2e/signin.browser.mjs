// What stands before the book: the passphrase, the recovery key, the lock, and people who sign in.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { axe, invoke, xingke } from "./kit.mjs";
import { settled } from "./pages.mjs";
import { stage } from "./stage.mjs";

process.env.DBUS_SESSION_BUS_ADDRESS = "autolaunch:"; // the keychain of whoever runs this is left alone

const at = stage("signin");
const { part, ready } = at;
const phase = "芝麻开门口令";
let recovery;

ready(async () => {
  await invoke(at.page, "settings.set", { lang: "zh-CN", theme: "light", flags: { begun: "1" } });
});

const door = () => at.page.locator(".door");
const field = (label) => at.page.getByLabel(label, { exact: true });
const press = (name) => at.page.getByRole("button", { name, exact: true }).click();
const inside = () => at.page.locator(".frame").waitFor();
const unlock = async (words) => {
  await field("账套口令").fill(words);
  await at.page.keyboard.press("Enter");
};

part("a passphrase from the settings, and its recovery key", async (page) => {
  await at.go("#/settings");
  await press("设置口令");
  await field("新口令").fill(phase);
  await field("再输一次").fill("别的口令别的");
  await page.locator(".secretform button[type=submit]").click();
  await page.getByText("两次输入的不一样").waitFor();
  await field("再输一次").fill(phase);
  await page.locator(".secretform button[type=submit]").click();
  recovery = (await page.locator(".recovery__key").innerText()).trim();
  assert.match(recovery, /^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
  await press("我已保管好");
  if (process.platform === "linux") { // without a keychain the key cannot be remembered, and the page says so
    await page.getByText("这台电脑上没有可用的系统密钥库").waitFor();
    assert.ok(await page.getByRole("switch", { name: "这台电脑记住密钥" }).isDisabled());
  }
});

part("Ctrl+L empties the page; a wrong passphrase is one sentence; the right one leads back, words and all", async (page) => {
  await at.go("#/records/customer");
  await page.keyboard.press("c");
  await page.locator(".quick input:focus").waitFor();
  await page.keyboard.type("写了一半的公司");
  await page.keyboard.press("Control+l");
  await field("账套口令").waitFor();
  assert.equal(await page.locator(".frame, .ant-drawer, .grid__row").count(), 0, "nothing of the book is on the page");
  assert.ok(!(await page.content()).includes("写了一半"));
  assert.deepEqual(await axe(page), []);
  await unlock("不是这个口令");
  await page.getByRole("alert").filter({ hasText: "口令不对" }).waitFor();
  await unlock(phase);
  await inside();
  await page.waitForFunction(() => [...document.querySelectorAll(".quick input")].some((input) => input.value === "写了一半的公司"));
  assert.match(page.url(), /#\/records\/customer/);
  await page.locator(".quick input:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick").waitFor({ state: "detached" });
  const { total } = await invoke(page, "records.list", { entity: "customer", where: { field: "name", op: "eq", value: "写了一半的公司" }, limit: 1 });
  assert.equal(total, 1);
});

part("the recovery key opens the book at the door, with a new passphrase", async (page) => {
  await page.keyboard.press("Control+l");
  await press("忘了口令");
  assert.deepEqual(await axe(page), []);
  await field("恢复密钥").fill(`AAAA${recovery.slice(4)}`);
  await field("新口令").fill("第二个口令吧");
  await field("再输一次").fill("第二个口令吧");
  await press("打开并换成新口令");
  await page.getByRole("alert").filter({ hasText: "恢复密钥不对" }).waitFor();
  await field("恢复密钥").fill(recovery.toLowerCase());
  await press("打开并换成新口令");
  const next = (await page.locator(".recovery__key").innerText()).trim();
  assert.notEqual(next, recovery);
  await press("我已保管好，进入账套");
  await inside();
});

part("it locks by itself when nobody does anything", async (page) => {
  await page.clock.install();
  await page.reload();
  await inside();
  await page.clock.fastForward("16:00");
  await field("账套口令").waitFor();
  await unlock("第二个口令吧");
  await inside();
});

part("nobody answers: the lock hides the book all the same, and follows once it is heard", async (page) => {
  await at.go("#/records/customer");
  await page.locator(".grid__row").first().waitFor();
  await page.route("**/rpc/door.lock", (route) => route.abort());
  await page.keyboard.press("Control+l");
  await page.getByRole("alert").filter({ hasText: "程序没有回应" }).waitFor();
  assert.equal(await page.locator(".frame, .grid__row").count(), 0, "nothing of the book is on the page");
  assert.equal(await page.title(), "行客 Xingke");
  at.trouble.length = 0; // the browser says that nobody answered
  await page.unroute("**/rpc/door.lock");
  await field("账套口令").waitFor();
  await unlock("第二个口令吧");
  await inside();
});

part("a page that the browser put aside shows nothing, and comes back as a fresh one", async (page) => {
  await page.evaluate(() => {
    window.stale = true;
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  });
  assert.ok(await page.locator("html").isHidden());
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.waitForFunction(() => !window.stale);
  await inside();
});

part("a colleague signs in from another browser, sets an own password, and is signed out everywhere", async (page) => {
  const { id } = await invoke(page, "records.create", { entity: "user", record: { name: "王芳", login: "fang" } });
  await at.go("#/settings");
  await page.getByRole("row", { name: /王芳/ }).getByRole("button", { name: "设置初始密码" }).click();
  const give = page.getByRole("dialog", { name: "王芳的初始密码" });
  await page.locator(":focus").and(give.getByLabel("新密码", { exact: true })).waitFor();
  await page.keyboard.type("first-password");
  await give.getByLabel("账套口令", { exact: true }).fill("不是这个口令");
  await page.keyboard.press("Enter");
  await give.getByRole("alert").filter({ hasText: "账套口令不对" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await give.getByLabel("账套口令", { exact: true }).fill("第二个口令吧");
  await page.keyboard.press("Enter");
  await give.waitFor({ state: "hidden" });
  const her = await at.another();
  try {
    const { page: hers, context } = her;
    await context.clearCookies(); // she has not the printed address
    await hers.goto(`${at.door}/#/records/customer`);
    await hers.getByLabel("登录名", { exact: true }).fill("fang");
    await hers.getByLabel("密码", { exact: true }).fill("wrong-password");
    await hers.keyboard.press("Enter");
    await hers.getByRole("alert").filter({ hasText: "登录名或密码不对" }).waitFor();
    assert.deepEqual(await axe(hers), []);
    await hers.getByLabel("密码", { exact: true }).fill("first-password");
    await hers.keyboard.press("Enter");
    await hers.getByRole("heading", { name: "王芳，请设置自己的密码" }).waitFor();
    await hers.getByLabel("新密码", { exact: true }).fill("her-own-password");
    await hers.getByLabel("再输一次", { exact: true }).fill("her-own-password");
    await hers.getByRole("button", { name: "保存并进入" }).click();
    await hers.locator(".frame").waitFor();
    await settled(hers);
    const cookies = await context.cookies();
    assert.ok(cookies.every((each) => each.httpOnly && each.sameSite === "Strict"));
    await hers.goto(`${at.door}/#/settings`);
    await hers.getByRole("button", { name: "在所有地方退出" }).click();
    const end = hers.getByRole("dialog", { name: "在所有地方退出，包括这里？" });
    await end.getByLabel("您自己的密码", { exact: true }).fill("wrong-password");
    await hers.keyboard.press("Enter");
    await end.getByRole("alert").filter({ hasText: "密码不对" }).waitFor();
    assert.deepEqual(await axe(hers), []);
    await end.getByLabel("您自己的密码", { exact: true }).fill("her-own-password");
    await hers.keyboard.press("Enter");
    await hers.getByLabel("登录名", { exact: true }).fill("fang");
    await hers.getByLabel("密码", { exact: true }).fill("her-own-password");
    await hers.keyboard.press("Enter");
    await hers.locator(".frame").waitFor();
    await invoke(page, "accounts.endSessions", { userId: id });
    await hers.getByLabel("登录名", { exact: true }).waitFor();
    assert.equal(await hers.locator(".frame").count(), 0);
    assert.deepEqual(her.trouble, []);
  } finally {
    await her.context.close();
  }
  await at.go("#/settings");
  await page.getByRole("row", { name: /王芳/ }).getByText("有密码").waitFor();
  assert.deepEqual(await axe(page), []);
  assert.equal(await door().count(), 0);
});

part("a backup gives back the key when nothing is left of the key file", async () => {
  const kept = join(at.dir, "昨天的备份.xingke");
  process.env.XINGKE_PASSPHRASE = "第二个口令吧"; // the command line is asked for it as well
  xingke("backup", "--book", at.book, "--out", kept);
  delete process.env.XINGKE_PASSPHRASE;
  await at.close();
  at.trouble.splice(0); // the page lost its door
  await at.context.close();
  for (const name of ["key.json", "key.copy.json", "journal/key.json"]) rmSync(join(at.book, name));
  await at.open();
  const { page } = at;
  await page.getByRole("heading", { name: "从备份取回密钥" }).waitFor();
  assert.deepEqual(await axe(page), []);
  const path = field("备份文件或备份文件夹");
  assert.ok(await path.evaluate((input) => input === document.activeElement), "one can type at once");
  await field("恢复密钥（可不填）").fill("AAAA");
  await field("再输一次").waitFor(); // with the recovery key there is a new passphrase
  await field("恢复密钥（可不填）").fill("");
  await path.fill(`${kept}.不在`);
  await field("备份时的口令").fill("第二个口令吧");
  await page.keyboard.press("Enter");
  await page.locator(".field", { has: path }).getByRole("alert").waitFor(); // said where it is wrong
  await path.fill(kept);
  await field("备份时的口令").fill("不是这个口令");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "口令不对" }).waitFor();
  await field("备份时的口令").fill("第二个口令吧");
  await page.keyboard.press("Enter");
  await inside();
  const { total } = await invoke(page, "records.list", { entity: "customer", where: { field: "name", op: "eq", value: "写了一半的公司" }, limit: 1 });
  assert.equal(total, 1, "the data are there");
});
