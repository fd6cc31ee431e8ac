// Forms: they understand what people type, warn of what is there already, fill what follows, and lose nothing.
import assert from "node:assert/strict";
import { axe, invoke } from "./kit.mjs";
import { settled } from "./pages.mjs";
import { stage } from "./stage.mjs";

const at = stage("forms");
const { go, part, ready } = at;
let page;

const make = (entity, record) => invoke(page, "records.create", { entity, record });
const total = async (entity, where) => (await invoke(page, "records.list", { entity, where, limit: 1 })).total;
const input = (id) => page.locator(`#${id}`);
const problem = (id) => page.locator(".field", { has: input(id) }).locator(".field__problem");
const lists = { customer: "客户", contact: "联系人", opportunity: "商机", order: "订单", followUp: "跟进记录" };
/** Opens the form for a new record, on the list of its entity. */
async function begin(entity) {
  await page.goto(`${at.door}/#/records/${entity}`);
  await page.getByRole("heading", { level: 1, name: lists[entity] }).waitFor();
  await page.getByRole("main").getByRole("button", { name: `新建${lists[entity]}` }).first().click();
  await page.locator(".form").waitFor();
}
const gone = async () => {
  await page.locator(".form").waitFor({ state: "detached" });
  await page.locator(".ant-drawer-open").waitFor({ state: "detached" });
};
async function choose(id, typed, words) {
  await input(id).click();
  await page.keyboard.type(typed);
  await page.locator(".ant-select-item-option-active").filter({ hasText: words }).waitFor();
  await page.keyboard.press("Enter");
}

ready(async () => {
  page = at.page;
  const one = await make("customer", { name: "苏州恒达机械有限公司", phone: "0512-66001234" });
  const two = await make("customer", { name: "杭州远景科技有限公司" });
  await make("contact", { name: "王芳", customerId: one.id });
  await make("contact", { name: "李雷", customerId: two.id });
  await make("product", { name: "可编程控制器", price: "2600.00" });
});

part("a name that sounds like one known, and a known number, are pointed out", async () => {
  await begin("customer");
  await input("customer-name").fill("苏州衡达机械");
  await page.locator(".field__alike", { hasText: "苏州恒达机械有限公司" }).waitFor();
  await input("customer-phone").fill("0512-66001234");
  await page.getByText("这个号码已有：").waitFor();
  assert.deepEqual(await axe(page), []);
});

part("amounts and days are read back while they are typed, and kept as they were meant", async () => {
  await input("customer-name").fill("无锡新客户有限公司");
  await input("customer-annualRevenue").fill("3千5");
  await page.locator(".typed__echo", { hasText: "3,500.00" }).waitFor();
  await input("customer-annualRevenue").fill("1.2万");
  await page.locator(".typed__echo", { hasText: "12,000.00" }).waitFor();
  await page.keyboard.press("Control+Enter");
  await gone();
  const { rows } = await invoke(page, "records.list", { entity: "customer", where: { field: "name", op: "eq", value: "无锡新客户有限公司" } });
  assert.equal(rows[0].annualRevenue, "12000.00");
});

part("what is refused stands beside its input, which has the focus; Ctrl+Shift+Enter saves and begins anew", async () => {
  await begin("customer");
  await input("customer-name").fill("第一家");
  await input("customer-email").fill("a@b");
  await page.keyboard.press("Control+Enter");
  await problem("customer-email").waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "customer-email");
  await input("customer-email").fill("a@b.cn");
  // An input method confirming characters is not a wish to save.
  await input("customer-email").evaluate((field) => {
    field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, isComposing: true, bubbles: true }));
    field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
  });
  await page.keyboard.press("Control+Shift+Enter");
  await page.waitForFunction(() => document.querySelector("#customer-name")?.value === "");
  assert.equal(await total("customer", { field: "name", op: "eq", value: "第一家" }), 1);
  await page.keyboard.press("Escape");
  await gone();
});

const paste = (id, text) =>
  input(id).evaluate((field, words) => {
    const data = new DataTransfer();
    data.setData("text", words);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

part("the text of a business card is seen before it fills a contact, its customer included; what was typed stays", async () => {
  await begin("contact");
  await input("contact-title").fill("总工");
  await paste("contact-name", "苏州恒达机械有限公司\n赵敏  采购经理\n手机：138 0013 8000\nE-mail：zhaomin@hengda.com.cn");
  const found = page.locator(".cardpanel");
  await found.locator(".is-left", { hasText: "已填写，保留原来的" }).filter({ hasText: "采购经理" }).waitFor();
  assert.equal(await input("contact-name").inputValue(), "", "nothing is filled in yet");
  assert.deepEqual(await axe(page, ".cardpanel"), []);
  await found.getByRole("button", { name: "填入 4 项" }).waitFor();
  await page.keyboard.press("Enter"); // the way to take it has the focus
  await page.getByText("已从粘贴的文字填入 4 项").waitFor();
  await page.locator(".form").getByText("苏州恒达机械有限公司").waitFor();
  await input("contact-name").press("Control+Enter");
  await gone();
  const { rows, titles } = await invoke(page, "records.list", { entity: "contact", where: { field: "name", op: "eq", value: "赵敏" } });
  assert.deepEqual(
    [rows[0].title, rows[0].phone, rows[0].email, titles[rows[0].customerId]],
    ["总工", "13800138000", "zhaomin@hengda.com.cn", "苏州恒达机械有限公司"],
  );
});

part("a card of a company that is no customer yet makes both: the customer first, then the person, by Enter alone", async (page) => {
  await page.goto(`${at.door}/#/records/contact`);
  await page.keyboard.press("c");
  await page.locator(".quick input:focus").waitFor();
  await paste("quick-contact-name", "孙倩\n销售总监\n宁波海纳轴承有限公司\n手机 13912345678\nsunqian@haina.cn\n宁波市北仑区明州路300号");
  await page.locator(".cardpanel").getByRole("button", { name: "先建客户“宁波海纳轴承有限公司”" }).click();
  await page.waitForFunction(() => document.querySelector("#customer-name")?.value === "宁波海纳轴承有限公司");
  assert.equal(await input("customer-phone").inputValue(), "", "the mobile is the person's own");
  await input("customer-name").press("Control+Enter");
  await page.locator(".form").waitFor({ state: "detached" });
  await page.locator(".cardpanel").getByRole("button", { name: "填入 5 项" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("填入"));
  await page.keyboard.press("Enter");
  await page.locator(".quick input:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick").waitFor({ state: "detached" });
  const { rows, titles } = await invoke(page, "records.list", { entity: "contact", where: { field: "name", op: "eq", value: "孙倩" } });
  assert.deepEqual([rows[0].phone, titles[rows[0].customerId]], ["13912345678", "宁波海纳轴承有限公司"]);
  const made = await invoke(page, "records.get", { entity: "customer", id: rows[0].customerId });
  assert.equal(made.address?.detail ?? made.address, "宁波市北仑区明州路300号");
});

part("one line begins a customer: Enter saves, Ctrl+Enter saves and begins another, Shift+Enter goes on in the form", async () => {
  await page.goto(`${at.door}/#/records/customer`);
  await page.locator(".grid__row").first().waitFor();
  const line = page.locator(".quick");
  const name = input("quick-customer-name");
  const empty = () => page.waitForFunction(() => document.querySelector("#quick-customer-name:focus")?.value === "");
  await page.keyboard.press("c");
  await empty();
  await name.fill("苏州衡达");
  await line.locator(".field__alike", { hasText: "苏州恒达机械有限公司" }).waitFor();
  assert.deepEqual(await axe(page, ".quick"), []);
  await name.press("Escape");
  await line.waitFor({ state: "detached" });
  await page.keyboard.press("c");
  await page.waitForFunction(() => document.querySelector("#quick-customer-name:focus")?.value === "苏州衡达"); // it is still there
  await name.fill("一行甲");
  await name.press("Control+Enter");
  await empty();
  await paste("quick-customer-name", "一行乙有限公司\n电话：0512-88880000\n江苏省苏州市吴中区东吴路1号");
  await page.getByRole("button", { name: "填入 3 项" }).press("Enter");
  await line.getByText("还会填入").filter({ hasText: "0512-88880000" }).waitFor();
  await name.press("Enter");
  await line.waitFor({ state: "detached" });
  const { rows } = await invoke(page, "records.list", { entity: "customer", where: { field: "name", op: "startsWith", value: "一行" }, sort: [{ field: "createdAt" }] });
  assert.deepEqual(rows.map((row) => [row.name, row.phone]), [["一行甲", undefined], ["一行乙有限公司", "0512-88880000"]]);
  await page.keyboard.press("c");
  await empty();
  await name.fill("接着填的公司");
  await name.press("Shift+Enter");
  await page.waitForFunction(() => document.querySelector("#customer-name")?.value === "接着填的公司");
  await input("customer-name").press("Control+Enter");
  await gone();
  assert.equal(await total("customer", { field: "name", op: "eq", value: "接着填的公司" }), 1);
});

part("a key that bounces saves once, in one line and in the form", async () => {
  const times = (name) => total("customer", { field: "name", op: "eq", value: name });
  await go("#/records/customer");
  await page.keyboard.press("c");
  await page.locator(".quick input:focus").waitFor();
  await page.keyboard.type("一次有限公司");
  await Promise.all([page.keyboard.press("Enter"), page.keyboard.press("Enter")]);
  await page.locator(".quick").waitFor({ state: "detached" });
  await begin("customer");
  await input("customer-name").fill("也是一次有限公司");
  await Promise.all([page.keyboard.press("Control+Enter"), page.keyboard.press("Control+Enter")]);
  await gone();
  assert.deepEqual([await times("一次有限公司"), await times("也是一次有限公司")], [1, 1]);
});

part("a contact is chosen among those of the customer, brings its customer along, and goes when another is chosen", async () => {
  await begin("opportunity");
  await choose("opportunity-customerId", "hdjx", "苏州恒达机械有限公司");
  await input("opportunity-contactId").click();
  await page.locator(".ant-select-item-option", { hasText: "王芳" }).waitFor();
  assert.equal(await page.locator(".ant-select-item-option", { hasText: "李雷" }).count(), 0);
  await page.keyboard.type("wf");
  await page.locator(".ant-select-item-option-active", { hasText: "王芳" }).waitFor();
  await page.keyboard.press("Enter");
  await choose("opportunity-customerId", "yuanjing", "杭州远景科技有限公司");
  await page.waitForFunction(() => !document.querySelector(".form")?.innerText.includes("王芳"));
});

part("leaving asks, and what was typed can be taken up again", async () => {
  await input("opportunity-name").fill("改造两条线");
  await input("opportunity-name").press("Escape");
  await page.getByRole("button", { name: "放弃修改" }).click();
  await gone();
  await begin("opportunity");
  await page.getByRole("button", { name: "接着填" }).click();
  await page.waitForFunction(() => document.querySelector("#opportunity-name")?.value === "改造两条线");
  await input("opportunity-name").press("Control+Enter");
  await gone();
  assert.equal(await total("opportunity", { field: "name", op: "eq", value: "改造两条线" }), 1);
});

part("what was typed is there again after the page ended badly, once", async () => {
  await begin("opportunity");
  await input("opportunity-name").fill("断电前写的商机");
  await page.waitForResponse((answer) => answer.url().endsWith("/rpc/draft.keep") && answer.request().postData()?.includes("断电前写的商机"));
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#opportunity-name")?.value === "断电前写的商机");
  await page.getByText("上次没保存的内容已经放回原处").waitFor();
  await input("opportunity-name").press("Control+Enter");
  await gone();
  await page.reload();
  await settled(page);
  assert.equal(await page.locator(".formdrawer").count(), 0, "what was saved does not come back");
});

part("a product fills in its price, lines add up, half a percent is not swallowed", async () => {
  await begin("order");
  await input("order-number").fill("DD-1");
  await page.getByRole("button", { name: "加一行" }).click();
  const cell = (name) => page.getByLabel(`第 1 行 ${name}`, { exact: true });
  await page.waitForFunction(() => document.activeElement?.id.endsWith("-0-productId")); // one goes on typing
  await page.keyboard.type("kbc");
  await page.locator(".ant-select-item-option-active", { hasText: "可编程控制器" }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".lines__sum", { hasText: "2,600.00" }).waitFor();
  await cell("数量").fill("3");
  await cell("折扣").fill("6.5");
  await cell("描述").click();
  await page.getByText("这里只能填整数百分比").waitFor();
  await cell("折扣").fill("10");
  await cell("描述").click();
  await page.locator(".lines__sum", { hasText: "7,020.00" }).waitFor();
  await page.getByRole("button", { name: "加一行" }).click(); // left as it began, it is no line
  await input("order-number").press("Control+Enter");
  await gone();
  const { rows } = await invoke(page, "records.list", { entity: "order", where: { field: "number", op: "eq", value: "DD-1" } });
  assert.equal(rows[0].total, "7020.00");
  assert.equal(rows[0].lines.length, 1);
});

part("a follow-up written into the form makes the plan that was agreed on", async () => {
  await begin("followUp");
  await input("followUp-content").fill("约好看样机");
  await choose("followUp-customerId", "hdjx", "苏州恒达机械有限公司");
  await input("followUp-nextStep").fill("带样机上门");
  await input("followUp-nextOn").fill("下周三");
  await page.keyboard.press("Control+Enter");
  await gone();
  await page.waitForFunction(async () => {
    const answer = await fetch("/rpc/records.list", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ entity: "followUpPlan", where: { field: "goal", op: "eq", value: "带样机上门" } }),
    });
    return (await answer.json()).total === 1;
  });
});
