// The import, as it is shown around: a file is understood, what is wrong in it is put right where it is told, the
// trial shows what will change, the import is done, seen from another page, and taken back.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { axe, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("import");
const { go, part, ready } = at;

ready(async () => {
  await invoke(at.page, "records.create", { entity: "customer", record: { name: "杭州已有机械有限公司", code: "K001", phone: "057188880000" } });
});

const total = async (entity, where) => (await invoke(at.page, "records.list", { entity, where, limit: 1 })).total;
const onward = () => at.page.locator(".import__foot .ant-btn-primary").click();

// A list as offices keep it: a title, two columns of numbers, levels of their own, a number that is none, a day that is none.
const rows = [
  "2026年客户清单,,,,,",
  "编号,客户名称,电话,联系电话,级别,地区",
  "K001,杭州已有机械有限公司,13800000001,0571-1,A 级,浙江省杭州市西湖区",
  "K002,苏州新来科技有限公司,13800000002,0571-2,特级,江苏省苏州市",
  "K003,上海新来贸易有限公司,待补,0571-3,特级,上海市浦东新区",
  ",,,,,",
  "K005,,13800000005,0571-5,B 级,",
];
const csv = join(at.dir, "客户名单.csv");

part("a file dropped on any page is understood", async (page) => {
  writeFileSync(csv, `\ufeff${rows.join("\r\n")}\r\n`);
  await go("#/records/customer");
  const given = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "客户名单.csv", { type: "text/csv" }));
    return transfer;
  }, readFileSync(csv, "utf8"));
  await page.locator("main").dispatchEvent("dragover", { dataTransfer: given });
  await page.locator("main").dispatchEvent("drop", { dataTransfer: given });
  await page.getByText("看起来是客户").waitFor();
  assert.match(page.url(), /#\/import/);
  await page.getByText("标题在第 2 行，下面有 4 行数据").waitFor();
  assert.equal(await page.getByLabel("把第 2 行当作标题行").getAttribute("aria-pressed"), "true");
});

part("the columns: a second one for a field is told, and known records are counted", async (page) => {
  await page.locator(".import__next .ant-btn-primary").click();
  const second = page.locator(".import__columns tr").filter({ hasText: "联系电话" });
  await second.getByText("这一列不导入").waitFor();
  await second.getByRole("button", { name: "改用这一列" }).click();
  await page.locator(".import__columns tr").filter({ hasText: "13800000001" }).getByText("这一列不导入").waitFor();
  await page.getByRole("button", { name: "改用这一列" }).click();
  await second.getByText("这一列不导入").waitFor();
  await page.getByText("4 行中有 1 行对应的记录已在账套里").waitFor();
  assert.deepEqual(await axe(page), []);
});

part("the trial pictures what will change and writes nothing", async (page) => {
  await onward();
  await page.getByText("文件里的 4 行将会这样处理").waitFor();
  assert.equal(await page.locator(".import__bar").getAttribute("aria-label"), "更新 1、不能导入 3");
  await page.getByText("联系电话（与“电话”是同一个字段）").waitFor();
  const changed = page.locator(".import__preview tr").filter({ hasText: "杭州已有机械有限公司" });
  await changed.locator("del").filter({ hasText: "057188880000" }).waitFor();
  await changed.locator("ins").filter({ hasText: "13800000001" }).waitFor();
  assert.equal(await total("customer"), 1, "a trial writes nothing");
  assert.deepEqual(await axe(page), []);
});

part("what is wrong is put right where it is told", async (page) => {
  // A word of the file's own for the whole group; a wrong text; a cell that is missing.
  await page.getByLabel("“特级”改为").click();
  await page.keyboard.type("A 级");
  await page.locator(".ant-select-item-option-active").filter({ hasText: "A 级" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByLabel("第 7 行的“客户名称”").fill("宁波补写有限公司");
  await page.getByText("已改正 1 处").waitFor();
  await page.getByRole("button", { name: "重新试算" }).click();
  await page.getByLabel("“待补”改为").fill("13800000003");
  await page.keyboard.press("Control+Enter");
  await page.locator('.import__bar[aria-label="新建 3、更新 1"]').waitFor();
  assert.equal(await page.locator(".import__problem").count(), 0);
});

part("it is imported, its rows are shown, and it is taken back", async (page) => {
  await onward();
  await page.getByText("导入完成").waitFor();
  assert.equal(await total("customer"), 4);
  assert.equal(await total("customer", { field: "level", op: "eq", value: "A" }), 3);
  assert.equal(await total("customer", { field: "region", op: "startsWith", value: "浙江省/杭州市/西湖区" }), 1, "a place without separators is understood");
  await page.getByRole("button", { name: "查看这次导入的记录" }).click();
  await page.locator(".grid").getByText("宁波补写有限公司").waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "撤销这次导入" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "撤销这次导入" }).click();
  await page.getByText("这次导入已撤销").waitFor();
  assert.equal(await total("customer"), 1);
});

part("a long import goes on while other pages are looked at, also after a reload; it can be stopped and taken back", async (page) => {
  const many = ["客户名称,电话", ...Array.from({ length: 30_000 }, (_, n) => `批量${n}号有限公司,138${String(n).padStart(8, "0")}`)].join("\n");
  await go("#/import");
  // Straight to the import: the steps before it were seen above.
  await page.evaluate(async (text) => {
    const sent = await (await fetch("/files/?name=many.csv", { method: "POST", body: text })).json();
    await fetch("/rpc/import.run", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entity: "customer", file: sent.file, match: "none" }) });
  }, many);
  await page.reload();
  await go("#/records/product");
  await page.getByRole("button", { name: "正在进行的任务" }).click();
  await page.getByRole("button", { name: "导入客户（many.csv）" }).click();
  await page.getByText("正在导入，离开此页也会继续").waitFor();
  await page.getByRole("button", { name: "停止" }).click();
  await page.getByText("已停止；停止前导入的内容保留").waitFor();
  const kept = await total("customer");
  assert.ok(kept > 1 && kept < 30_001, `${kept} customers`);
  await page.getByRole("button", { name: "撤销这次导入" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "撤销这次导入" }).click();
  await page.getByText("这次导入已撤销").waitFor({ timeout: 30_000 });
  assert.equal(await total("customer"), 1);
});

part("contacts come in from a file of cards", async (page) => {
  const cards = join(at.dir, "通讯录.vcf");
  writeFileSync(cards, "BEGIN:VCARD\nVERSION:3.0\nFN:王小明\nORG:杭州已有机械有限公司\nTITLE:采购经理\nTEL;TYPE=CELL:13811112222\nEMAIL:wang@example.com\nEND:VCARD\n");
  await go("#/import");
  await page.getByRole("button", { name: "换一个文件" }).click();
  await page.locator("input[type=file]").setInputFiles(cards);
  await page.getByText("看起来是联系人").waitFor();
  await page.locator(".import__next .ant-btn-primary").click();
  await onward();
  await page.locator(".import__outcome").waitFor();
  await onward();
  await page.getByText("导入完成").waitFor();
  const { rows: found } = await invoke(page, "records.list", { entity: "contact", limit: 5 });
  assert.deepEqual([found[0].name, found[0].phone, found[0].title], ["王小明", "13811112222", "采购经理"]);
});

part("what an import had written when the program closed is said on return", async (page) => {
  const many = ["客户名称,电话", ...Array.from({ length: 16_000 }, (_, n) => `断电${n}号有限公司,139${String(n).padStart(8, "0")}`)].join("\n");
  await page.evaluate(async (text) => {
    const sent = await (await fetch("/files/?name=cut.csv", { method: "POST", body: text })).json();
    await fetch("/rpc/import.run", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entity: "customer", file: sent.file, match: "none" }) });
  }, many);
  while ((await total("customer")) < 1000) continue;
  await at.close();
  at.trouble.splice(0); // the page lost its door
  await at.context.close();
  await at.open();
  await at.go("#/today");
  await at.page.getByRole("link", { name: "导入没有做完" }).click();
  const told = at.page.locator(".import__unfinished");
  await told.getByText("导入“cut.csv”（客户）没有做完").waitFor();
  const written = (await invoke(at.page, "import.unfinished")).imports[0].written;
  assert.ok(written >= 1000 && written < 16_000, `${written} written`);
  assert.equal(await total("customer"), written + 1);
  await told.getByText("再导入一遍会重复").waitFor(); // nothing was said by which they are known again
  assert.deepEqual(await axe(at.page), []);
  await told.getByRole("button", { name: "知道了" }).click();
  await told.waitFor({ state: "detached" });
});

part("what a text is shown to stand for is what is imported", async (page) => {
  await go("#/import");
  const again = page.getByRole("button", { name: "换一个文件" }); // the last import is still shown
  if (await again.isVisible()) await again.click();
  const list = "account,sector\nAcme Corporation,technolgy\nBetatech,medical\n";
  await page.locator("input[type=file]").setInputFiles({ name: "accounts.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.locator(".import__next .ant-btn-primary").click();
  await page.locator(".import__values tr", { hasText: "technolgy" }).getByText("科技").waitFor();
  await onward();
  await page.getByRole("button", { name: "导入 2 条" }).click();
  await page.getByText("导入完成").waitFor();
  const { rows } = await invoke(page, "records.list", { entity: "customer", where: { field: "name", op: "eq", value: "Acme Corporation" } });
  const { entities } = await invoke(page, "app.describe");
  const industry = entities.find(({ name }) => name === "customer").fields.find(({ name }) => name === "industry");
  assert.equal(rows[0].industry, industry.options.find(({ label }) => label.zh === "科技").value);
});

part("names that no record has are counted, and listed when that is wanted; of two of one name none is taken", async (page) => {
  for (const code of ["S1", "S2"]) await invoke(page, "records.create", { entity: "customer", record: { name: "同名有限公司", code } });
  const file = join(at.dir, "商机.csv");
  const names = ["同名有限公司", "杭州已有机械有限公思", ...Array.from({ length: 8 }, (_, n) => `新名${n}有限公司`)];
  writeFileSync(file, `\ufeff商机,客户,,金额\r\n,名称,级别,预计\r\n${names.map((name, n) => `生意${n},${name},A,1${n}00`).join("\r\n")}\r\n`);
  await go("#/import");
  await page.getByRole("button", { name: "换一个文件" }).click();
  await page.locator("main input[type=file]").first().setInputFiles(file);
  await page.locator(".import__next .ant-btn-primary:not([disabled])").waitFor();
  assert.match(await page.locator(".import__next").innerText(), /商机/);
  await page.locator(".import__next .ant-btn-primary").click();
  const customer = page.locator(".import__columns tr").filter({ has: page.getByText("客户 名称", { exact: true }) });
  await customer.getByTitle("客户", { exact: true }).waitFor();
  const values = page.locator(".import__values").filter({ hasText: "同名有限公司" });
  await values.getByText("8 个在账套里没有").waitFor();
  await values.getByText("有几个同名的，请选一个").waitFor();
  assert.equal(await values.locator("tbody tr").count(), 3);
  // A name that is only alike is offered; what is shown as chosen is what would be imported.
  const alike = values.locator("tbody tr", { hasText: "公思" });
  await alike.getByText("按下面的规则处理").waitFor();
  await alike.getByRole("button", { name: /可能是“杭州已有机械有限公司”/ }).click();
  await alike.locator(".import__value").getByText("杭州已有机械有限公司").waitFor();
  await values.getByRole("button", { name: "逐个对应" }).click();
  assert.equal(await values.locator("tbody tr").count(), 10);
});

part("rows that speak of one record are told of, and it is said which counts; nobody becomes a user by it; a reload goes on", async (page) => {
  const list = "客户名称,电话,负责人,年收入\n重复一号有限公司,13800000101,李雷,3千5\n重复二号有限公司,13800000102,李雷,1万5\n重复一号有限公司,13800000103,韩梅梅,\n独有三号有限公司,13800000104,,2万\n独有四号有限公司,13800000105,,2.5M\n";
  await go("#/import");
  await page.getByRole("button", { name: "换一个文件" }).click();
  await page.locator("main input[type=file]").first().setInputFiles({ name: "重复.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
  await page.locator(".import__next .ant-btn-primary:not([disabled])").click();
  await onward();
  const repeated = page.locator(".import__repeated");
  await repeated.getByText("文件里有 2 行说的只是 1 条记录，其中 1 条各行写得不一样").waitFor();
  await repeated.locator("tbody tr", { hasText: "重复一号有限公司" }).getByText("电话、负责人").waitFor();
  await page.getByText("4 个数字按说法读出：“3千5”→ 3,500、“1万5”→ 15,000").waitFor();
  const left = page.locator(".import__problem", { hasText: "账套里没有这些用户" });
  await left.getByRole("button", { name: "不填，照常导入", pressed: true }).waitFor();
  assert.equal(await left.locator("tbody tr").count(), 2);
  assert.deepEqual(await axe(page), []);
  await repeated.getByText("以第一行为准").click();
  await page.getByText("选择已改动，重新试算后生效").waitFor();
  await page.reload();
  await page.getByText("接着上次没做完的导入：重复.csv").waitFor();
  await page.locator('.import__bar[aria-label="新建 4、不变 1"]').waitFor();
  const before = await total("user");
  await onward();
  await page.getByText("导入完成").waitFor();
  assert.equal(await total("user"), before);
  const { rows: found } = await invoke(page, "records.list", { entity: "customer", where: { field: "name", op: "startsWith", value: "重复一号" }, columns: ["phone", "annualRevenue"] });
  assert.deepEqual(found.map((each) => [each.phone, each.annualRevenue]), [["13800000101", "3500.00"]]);
  await page.reload();
  await page.getByText("把文件拖到这里").waitFor(); // what is done is not gone on with
});
