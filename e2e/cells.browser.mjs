// The cells of a list: changed in place, also while others write, and pasted from a spreadsheet.
import assert from "node:assert/strict";
import { drawn, invoke } from "./kit.mjs";
import { count, listStage, sorted } from "./list.mjs";

const at = listStage("cells");
const { go, part, customers, cell, called, until } = at;
let page;
at.ready(async () => {
  page = at.page;
  await customers();
});
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

part("a cell is changed in place; Tab goes on, Esc gives up, what is refused is said in the cell", async () => {
  await cell(0, 3).click();
  await page.keyboard.press("F2");
  const input = page.locator(".celledit input");
  await input.fill("13911112222");
  await page.keyboard.press("Tab");
  await until("the phone is saved", async () => (await called("客户001")).phone === "13911112222");
  await page.locator('[data-place="0:4"] .celledit').waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".celledit").waitFor({ state: "detached" });
  await cell(1, 3).dblclick();
  await input.fill("什么电话");
  await page.keyboard.press("Enter");
  await page.locator(".celledit__problem").waitFor();
  await page.keyboard.press("Escape");
  assert.equal((await called("客户002")).phone, "13800010002");
});

part("who writes in a cell while rows come and go around it writes in the record they began with", async () => {
  const elsewhere = async (name, set) => {
    const record = await called(name);
    return invoke(page, "records.update", { entity: "customer", id: record.id, rev: record.rev, set });
  };
  const input = page.locator(".celledit input");
  await cell(2, 3).dblclick();
  await input.fill("13955550003");
  const came = await invoke(page, "records.create", { entity: "customer", record: { name: "客户000" } });
  await cell(0, 1).getByText("客户000").waitFor();
  assert.equal(await input.inputValue(), "13955550003", "what was typed is still there");
  assert.ok(await input.evaluate((each) => each === document.activeElement), "and so is the caret");
  await page.locator('[data-place="3:3"] .celledit').waitFor();
  await page.keyboard.press("Tab");
  await until("it is saved where it belongs", async () => (await called("客户003")).phone === "13955550003");
  assert.equal((await called("客户002")).phone, "13800010002");
  // Tab has gone on in the same record; and one that leaves the list stays until one is done with it.
  await page.locator('[data-place="3:4"] .celledit').waitFor();
  await page.keyboard.type("小三");
  await invoke(page, "records.delete", { entity: "customer", id: came.id, rev: came.rev });
  await page.locator('[data-place="2:4"] .celledit').waitFor();
  assert.equal(await input.inputValue(), "小三");
  await page.keyboard.press("Enter");
  await until("the short name is saved", async () => (await called("客户003")).shortName === "小三");
  await page.locator('[data-place="2:4"]:focus').waitFor();
  const gone = await invoke(page, "records.create", { entity: "customer", record: { name: "客户002甲" } });
  await cell(2, 1).getByText("客户002甲").waitFor();
  await page.locator('[data-place="3:4"]:focus').waitFor(); // the focus stays with its record
  await cell(2, 3).dblclick();
  await input.fill("13900000009");
  await invoke(page, "records.delete", { entity: "customer", id: gone.id, rev: gone.rev });
  await page.getByText(`共 ${count} 条`).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".celledit__problem").filter({ hasText: "已被删除" }).waitFor();
  assert.equal((await called("客户003")).phone, "13955550003");
  await page.keyboard.press("Escape");
  await cell(2, 1).getByText("客户003").waitFor();
  // What somebody else wrote in the same cell meanwhile is not written over unseen.
  await cell(3, 3).dblclick();
  await input.fill("13900000004");
  await elsewhere("客户004", { phone: "13811110004" });
  await page.keyboard.press("Enter");
  await page.locator(".celledit__problem").filter({ hasText: "修改了" }).waitFor();
  assert.equal((await called("客户004")).phone, "13811110004");
  await input.fill("13900000005");
  await page.keyboard.press("Enter");
  await until("who was told writes over it", async () => (await called("客户004")).phone === "13900000005");
  // A range begins at the record that was ticked, wherever it stands by now.
  await cell(4, 0).getByRole("checkbox").click();
  await invoke(page, "records.create", { entity: "customer", record: { name: "客户000" } });
  await cell(0, 1).getByText("客户000").waitFor();
  await cell(7, 0).getByRole("checkbox").click({ modifiers: ["Shift"] });
  await page.getByRole("toolbar", { name: "已选 3 条" }).waitFor();
  await page.keyboard.press("Escape");
  const extra = await called("客户000");
  await invoke(page, "records.delete", { entity: "customer", id: extra.id, rev: extra.rev });
  await cell(0, 1).getByText("客户001").waitFor();
  for (const [name, phone] of [["客户003", "13800010003"], ["客户004", "13800010004"]]) await elsewhere(name, { phone, shortName: null });
});

part("what is typed before a cell is saved goes into the next one; one Escape closes a list of choices and its cell", async () => {
  let answer;
  const held = new Promise((go) => (answer = go));
  await page.route("**/rpc/records.update", async (route) => {
    await held;
    await route.continue();
  });
  await cell(5, 3).dblclick();
  await page.locator(".celledit input").fill("13944440006");
  await page.keyboard.press("Tab");
  await page.keyboard.type("gc1"); // would lead to another page, were it a shortcut
  answer();
  await until("it stands in the next cell", async () => (await page.locator('[data-place="5:4"] .celledit input').inputValue({ timeout: 200 }).catch(() => "")) === "gc1");
  await page.keyboard.press("Enter");
  await until("both are saved", async () => (await called("客户006")).shortName === "gc1" && (await called("客户006")).phone === "13944440006");
  await page.unroute("**/rpc/records.update");
  await cell(5, 2).dblclick();
  await page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden)").waitFor();
  await page.keyboard.press("Escape");
  await page.locator('[data-place="5:2"]:focus').waitFor();
  const record = await called("客户006");
  await invoke(page, "records.update", { entity: "customer", id: record.id, rev: record.rev, set: { phone: "13800010006", shortName: null } });
});

part("a word an input method makes while a cell is saved goes whole into the next; Tab, Enter and arrows pressed ahead lead on from there", async () => {
  let answer;
  const hold = async () => {
    const held = new Promise((go) => (answer = go));
    await page.route("**/rpc/records.update", async (route) => {
      await held;
      await route.continue();
    });
  };
  const now = () => called("客户016");
  const next = page.locator('[data-place="15:4"] .celledit input');
  const session = await at.context.newCDPSession(page);
  await hold();
  await cell(15, 3).dblclick();
  await page.locator(".celledit input").fill("13916161616");
  await page.keyboard.press("Tab");
  await session.send("Input.imeSetComposition", { text: "shi liu", selectionStart: 7, selectionEnd: 7 });
  answer();
  await until("it is saved", async () => (await now()).phone === "13916161616");
  await drawn(page);
  assert.equal(await next.count(), 0, "the word is not torn from the input method");
  await session.send("Input.insertText", { text: "十六" });
  await next.waitFor();
  await until("the word stands in the next cell", async () => (await next.inputValue()) === "十六");
  await page.keyboard.press("Enter");
  await until("and is saved", async () => (await now()).shortName === "十六");
  await page.unroute("**/rpc/records.update");
  // What stands in a cell that Tab leads to is replaced by what is typed.
  await page.locator('[data-place="15:4"]:focus').waitFor();
  await hold();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F2");
  await page.locator(".celledit input").fill("13916161617");
  for (const key of ["Tab", "g", "c", "Enter", "ArrowDown", "ArrowLeft", "F2"]) await page.keyboard.press(key);
  answer();
  await until("both are saved", async () => (await now()).phone === "13916161617" && (await now()).shortName === "gc");
  await page.locator('[data-place="16:3"] .celledit input').waitFor();
  await page.keyboard.press("Escape");
  await page.unroute("**/rpc/records.update");
  // The value that stands there is a choice like the others.
  await cell(15, 2).dblclick();
  await page.locator(".ant-select-item-option-selected").click();
  await page.locator('[data-place="15:2"]:focus').waitFor();
  assert.equal(await page.locator(".celledit").count(), 0);
  // Tab takes the choice that is marked, and goes on.
  const { level } = await now();
  await page.keyboard.press("F2");
  await page.locator(".ant-select-item-option-active").waitFor();
  await page.keyboard.press("Tab");
  await page.locator('[data-place="15:3"] .celledit').waitFor();
  await page.keyboard.press("Shift+Tab");
  await page.locator('[data-place="15:2"] .celledit').waitFor();
  await page.locator(".ant-select-item-option-active").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.locator('[data-place="15:3"] .celledit').waitFor();
  assert.notEqual((await now()).level, level);
  await page.keyboard.press("Escape");
  const { id, rev } = await now();
  await invoke(page, "records.update", { entity: "customer", id, rev, set: { phone: "13800010016", shortName: null, level } });
});

part("what is pressed while a cell is open or being saved is never lost, and who goes elsewhere stays there", async () => {
  const middle = async (place) => {
    const box = await place.boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const ticked = () => page.locator(".grid__row.is-selected [data-place]:nth-child(2)").allInnerTexts();
  const focused = () => page.evaluate(() => document.activeElement?.closest("[data-place]")?.dataset.place);
  const saved = (phone) => until(`${phone} is saved`, async () => (await called("客户012")).phone === phone);
  const input = page.locator(".celledit input");
  // The save is answered between the press and its end.
  let answer;
  const hold = async () => {
    const held = new Promise((go) => (answer = go));
    await page.route("**/rpc/records.update", async (route) => {
      await held;
      await route.continue();
    });
  };
  for (const [phone, keys] of [["13912121212", []], ["13912121213", ["Enter"]]]) {
    await hold();
    await cell(11, 3).dblclick();
    await input.fill(phone);
    await page.mouse.move(...(await middle(cell(12, 0))));
    for (const key of keys) await page.keyboard.press(key);
    await page.mouse.down();
    answer();
    await saved(phone);
    await page.locator(".celledit").waitFor({ state: "detached" });
    await page.mouse.up();
    await until("the tick is there", async () => (await ticked()).join() === "客户013");
    assert.equal(await focused(), "12:0");
    await page.unroute("**/rpc/records.update");
    await page.keyboard.press("Escape");
  }
  // Beside the box is as good as on it.
  await cell(13, 0).click({ position: { x: 4, y: 6 } });
  await until("it is ticked", async () => (await ticked()).join() === "客户014");
  await page.keyboard.press("Escape");
  // Rows that come in from elsewhere while the button is down take nothing away: what was pressed is what counts.
  await page.mouse.move(...(await middle(cell(14, 0))));
  await page.mouse.down();
  const came = await invoke(page, "records.create", { entity: "customer", record: { name: "客户000" } });
  await cell(0, 1).getByText("客户000").waitFor();
  await page.mouse.up();
  await until("the record that was pressed is ticked", async () => (await ticked()).join() === "客户015");
  await invoke(page, "records.delete", { entity: "customer", id: came.id, rev: came.rev });
  await cell(0, 1).getByText("客户001").waitFor();
  await page.keyboard.press("Escape");
  // Another cell is opened before the first is saved, and stays open; the filter keeps the caret.
  await hold();
  await cell(11, 3).dblclick();
  await input.fill("13912121214");
  await cell(15, 3).dblclick();
  await page.locator('[data-place="15:3"] .celledit').waitFor();
  answer();
  await saved("13912121214");
  await cell(11, 3).getByText("139 1212 1214").waitFor();
  await drawn(page);
  await page.locator('[data-place="15:3"] .celledit input:focus').waitFor();
  await page.keyboard.press("Escape");
  await page.unroute("**/rpc/records.update");
  await hold();
  await cell(11, 3).dblclick();
  await input.fill("13800010012");
  await page.getByPlaceholder("筛选文字").click();
  answer();
  await saved("13800010012");
  await page.locator(".celledit").waitFor({ state: "detached" });
  await drawn(page);
  assert.ok(await page.getByPlaceholder("筛选文字").evaluate((box) => box === document.activeElement));
  await page.unroute("**/rpc/records.update");
});

part("Tab goes on in the record that the change led far away; a list that was empty when last seen fills by itself", async () => {
  const record = await called("客户009");
  await cell(8, 2).click();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F2");
  await page.locator(".celledit input").fill("客户999");
  await page.keyboard.press("Tab");
  await page.locator(`#edit-${record.id}-level`).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".celledit").waitFor({ state: "detached" });
  const renamed = await called("客户999");
  await invoke(page, "records.update", { entity: "customer", id: renamed.id, rev: renamed.rev, set: { name: "客户009" } });
  await go("#/records/customer"); // seen before there were any
  await page.getByText(`共 ${count} 条`).first().waitFor();
  await go("#/records/product");
  await page.locator(".empty, main h1").first().waitFor();
  const first = await invoke(page, "records.create", { entity: "product", record: { name: "第一个产品" } });
  await cell(0, 1).getByText("第一个产品").waitFor();
  await invoke(page, "records.delete", { entity: "product", id: first.id, rev: first.rev });
  await customers();
});

part("who has scrolled down keeps what they read when rows come in above", async () => {
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = 3000));
  await cell(100, 1).getByText("客户101").waitFor();
  await drawn(page);
  const where = async () => Math.round((await page.locator(".grid__row").filter({ hasText: "客户101" }).boundingBox()).y);
  const before = await where();
  const came = await invoke(page, "records.create", { entity: "customer", record: { name: "客户000" } });
  await cell(101, 1).getByText("客户101").waitFor();
  await drawn(page);
  assert.equal(await where(), before);
  await invoke(page, "records.delete", { entity: "customer", id: came.id, rev: came.rev });
  await cell(100, 1).getByText("客户101").waitFor();
  await drawn(page);
  assert.equal(await where(), before);
  await page.locator(".grid").evaluate((grid) => (grid.scrollTop = 0));
});

part("a block of cells is copied, and one from a spreadsheet pasted as one change with its mistakes in their cells", async () => {
  await cell(0, 2).click();
  await page.keyboard.press("Escape");
  await cell(1, 3).click({ modifiers: ["Shift"] });
  await page.getByText("已选 4 格").waitFor();
  await page.keyboard.press("Control+c");
  await until("the clipboard has it", async () => (await clipboard()) === "B 级\t13911112222\nC 级\t13800010002");
  await page.evaluate(() => navigator.clipboard.writeText("A 级\t13700000001\r\n不是级别\t13700000002\r\nC 级\t没有\r\n"));
  await cell(4, 2).click();
  await page.keyboard.press("Control+v");
  const notice = page.locator(".notice").filter({ hasText: "已写入 4 格 · 2 格没有写入" });
  await notice.waitFor();
  assert.deepEqual(await page.locator(".grid__cell.is-wrong").allInnerTexts().then((each) => each.sort()), ["不是级别", "没有"]);
  const now = await called("客户005");
  assert.deepEqual([now.level, now.phone], ["A", "13700000001"]);
  // A cell is mended where it stands.
  await page.locator(".is-wrong").filter({ hasText: "没有" }).dblclick();
  await page.locator(".celledit input").fill("13700000003");
  await page.keyboard.press("Enter");
  await until("the mended cell is saved", async () => (await called("客户007")).phone === "13700000003");
  await until("one mistake is left", async () => (await page.locator(".grid__cell.is-wrong").count()) === 1);
  await notice.getByRole("button").click();
  await page.getByText("恢复原样").waitFor();
  await until("one undo takes the paste back", async () => (await called("客户005")).phone === "13800010005");
  await page.locator(".is-wrong").waitFor({ state: "detached" }); // what could not be written was part of the same deed
});

part("what has no place is told of, what is required is not emptied; Ctrl goes to the ends, Alt goes back", async () => {
  await customers();
  await page.evaluate(() => navigator.clipboard.writeText("十八\t有\t余"));
  await cell(17, 4).click();
  await page.keyboard.press("Control+v");
  const notice = page.locator(".notice").filter({ hasText: "已写入 1 格 · 多出的 2 列没有位置" });
  await notice.waitFor();
  await notice.getByRole("button").click();
  await until("it is taken back", async () => !(await called("客户018")).shortName);
  await cell(17, 2).click();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Delete");
  await page.getByText("必填和只读的格不能清空").waitFor();
  const at = (place) => page.locator(`[data-place="${place}"]:focus`).waitFor();
  await page.keyboard.press("Control+ArrowRight");
  await at("17:4");
  await page.keyboard.press("Control+ArrowUp");
  await at("0:4");
  await page.keyboard.press("Control+Shift+ArrowDown");
  await at(`${count - 1}:4`);
  await page.getByText(`已选 ${count} 格`).waitFor();
  await page.keyboard.press("Control+Shift+Home");
  await at("0:1");
  await page.getByText("已选 4 格").waitFor();
  await page.keyboard.press("Escape");
  const here = page.url();
  await go("#/records/product");
  await customers();
  await cell(0, 2).click();
  await page.keyboard.press("Alt+ArrowLeft");
  await page.waitForURL(/product/);
  await page.keyboard.press("Alt+ArrowRight");
  await page.waitForURL(here);
});

part("what comes along from a column nobody can write in is no mistake; records with one left can be seen alone", async () => {
  await go(`#/records/customer?${sorted}&columns=%5B%22name%22%2C%22level%22%2C%22createdAt%22%5D`);
  const created = await cell(3, 3).innerText();
  await cell(3, 2).click();
  await page.keyboard.press("Escape");
  await cell(4, 3).click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+c");
  await until("the clipboard has it", async () => /^A 级.*\nB 级/.test(await clipboard()) || /^[ABC] 级/.test(await clipboard()));
  const [first, second] = (await clipboard()).split("\n").map((line) => line.split("\t"));
  await page.evaluate((text) => navigator.clipboard.writeText(text), `不是级别\t${first[1]}\n${second[0]}\t`);
  await cell(3, 2).click();
  await page.keyboard.press("Control+v");
  await page.locator(".notice").filter({ hasText: "1 格没有写入" }).waitFor();
  assert.deepEqual(await page.locator(".grid__cell.is-wrong").allInnerTexts(), ["不是级别"]);
  assert.equal(await cell(3, 3).innerText(), created);
  await page.getByRole("button", { name: "只看这些" }).click();
  await page.getByText("共 1 条").first().waitFor();
  await page.getByText("指定的 1 条").waitFor();
  await page.getByRole("button", { name: "放弃" }).click();
});
