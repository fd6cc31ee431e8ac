// Attachments of a record: added by the button, by a drop, by a paste; looked at, renamed, removed and brought back.
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { axe, invoke } from "./kit.mjs";
import { stage } from "./stage.mjs";

const at = stage("attachments");
const { go, part, ready } = at;
let page;
let customer;

const rows = () => page.locator(".attach .attach__name--open");
const names = async () => (await invoke(page, "attachments.list", { entity: "customer", id: customer.id })).attachments.map((each) => each.name);
const row = (name) => page.locator(".attach__row").filter({ has: page.locator(".attach__name", { hasText: name }) });
const heads = (count) => page.locator(".attach .panel__title", { hasText: new RegExp(`附件\\s*${count || ""}$`) }).waitFor();
const choose = (...files) =>
  page.locator(".attach input[type=file]").setInputFiles(files.map(([name, content]) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) })));

// A picture of one colour, as small as they come.
const png = (() => {
  const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
  const crc = (bytes) => (bytes.reduce((c, b) => table[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const part = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), part("IHDR", head), part("IDAT", deflateSync(Buffer.alloc(72, 0))), part("IEND", Buffer.alloc(0))]);
})();

// Gives the page files as a hand or the clipboard does.
const give = (kind, files) =>
  page.evaluate(([event, list]) => {
    const carried = new DataTransfer();
    for (const [name, content, type] of list) carried.items.add(new File([Uint8Array.from(content)], name, { type }));
    const target = document.querySelector(".record__middle");
    if (event === "paste") target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
    else target.dispatchEvent(new DragEvent(event, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }, [kind, files]);

ready(async () => {
  page = at.page;
  customer = await invoke(page, "records.create", { entity: "customer", record: { name: "宁波附件样机有限公司" } });
  await go(`#/records/customer/${customer.id}`);
});

part("several files at once, names that mean harm, one undo for all of them", async () => {
  await page.getByText(/合同、图纸、照片都可以放在这里/).waitFor();
  await choose(["现场.png", png], ["合同.pdf", "%PDF-1.4 x"], ['<img src=x onerror="document.title=1">.txt', "hello"]);
  await page.getByText("已添加 3 个附件").waitFor();
  await heads(3);
  assert.equal(await rows().count(), 3);
  await page.waitForFunction(() => document.querySelector(".attach__face img")?.naturalWidth > 0); // a small picture of its own
  assert.deepEqual(await axe(page, ".attach"), []);
  await page.locator(".notice", { hasText: "已添加 3 个附件" }).getByRole("button", { name: "撤销" }).click();
  await heads(0);
  await page.keyboard.press("Control+Shift+z");
  await heads(3);
});

part("the timeline tells which files came, opens them, and the search finds the record by their names", async () => {
  const told = page.locator(".happened--files");
  await told.first().getByText("恢复了 3 个附件").waitFor();
  await told.first().getByRole("button", { name: "打开 现场.png" }).click();
  await page.locator(".viewer .ant-modal-title, .viewer").getByText("现场.png").first().waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".viewer").waitFor({ state: "detached" });
  assert.deepEqual(await axe(page, ".timeline"), []);
  const { groups } = await invoke(page, "search.query", { text: "现场" });
  const hit = groups.flatMap((each) => each.hits).find((each) => each.id === customer.id);
  assert.equal(hit?.snippet, "附件：\u0001现场\u0002.png");
});

part("a drop anywhere on the record attaches, a pasted picture gets a name", async () => {
  await give("dragover", [["报价.xlsx", [1, 2], ""]]);
  await page.getByText("松开，添加为附件").waitFor();
  await give("drop", [["报价.xlsx", [1, 2], ""]]);
  await heads(4);
  await page.getByText("松开，添加为附件").waitFor({ state: "detached" });
  assert.match(page.url(), /records\/customer/, "the import wizard does not take it");
  await give("paste", [["image.png", [...png], "image/png"]]);
  await heads(5);
  assert.match((await names())[0], /^截图 \d{4}-\d\d-\d\d \d{6}\.png$/);
});

part("pictures are shown in place, a PDF in the browser's reader, other files are saved", async () => {
  await row("现场.png").getByRole("button", { name: "打开 现场.png" }).click();
  const viewer = page.locator(".viewer");
  await viewer.getByText("第 2 张，共 2 张").waitFor();
  await page.waitForFunction(() => document.querySelector(".viewer img")?.naturalWidth === 8);
  assert.deepEqual(await axe(page, ".viewer"), []);
  await page.keyboard.press("ArrowLeft");
  await viewer.getByText(/截图/).first().waitFor();
  await page.keyboard.press("Escape");
  await viewer.waitFor({ state: "detached" });
  await page.evaluate(() => {
    window.open = (address) => { window.opened = address; };
  });
  await row("合同.pdf").getByRole("button", { name: "打开 合同.pdf" }).click();
  const shown = await page.evaluate(async () => {
    const answer = await fetch(window.opened);
    return [answer.headers.get("content-type"), answer.headers.get("content-disposition"), answer.headers.get("content-security-policy"), answer.headers.get("x-content-type-options")].join(" | ");
  });
  assert.match(shown, /^application\/pdf \| inline;.* \| default-src 'none'; .* \| nosniff$/);
  const saved = page.waitForEvent("download");
  await row("报价.xlsx").getByRole("button", { name: "打开 报价.xlsx" }).click();
  assert.equal((await saved).suggestedFilename(), "报价.xlsx");
});

part("renamed by keyboard, an input method's Enter ends nothing; removed and brought back", async () => {
  await row("报价.xlsx").getByRole("button", { name: "报价.xlsx 的更多操作" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "改名" }).click();
  const field = page.getByLabel("新的文件名");
  await page.waitForFunction(() => document.activeElement?.classList.contains("attach__naming"));
  await field.evaluate((input) => input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })));
  await field.fill("第二次报价");
  await page.keyboard.press("Enter");
  await row("第二次报价.xlsx").waitFor();
  await row("第二次报价.xlsx").getByRole("button", { name: "第二次报价.xlsx 的更多操作" }).click();
  await page.getByRole("menuitem", { name: "移除" }).click();
  await heads(4);
  await page.locator(".notice", { hasText: "已移除附件" }).getByRole("button", { name: "撤销" }).click();
  await heads(5);
});

part("a file on its way can be stopped, one that is too large says so and the others arrive", async () => {
  let release;
  const held = new Promise((go) => { release = go; });
  await page.route("**/files/?name=*", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await choose(["慢.bin", "slow"], ["快.bin", "fast"]);
  await page.evaluate(() => {
    const carried = new DataTransfer();
    carried.items.add(new File([new ArrayBuffer(51 * 1024 * 1024)], "巨大.zip"));
    document.querySelector(".record__middle").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
  });
  await row("巨大.zip").getByText(/超过 50 MB/).waitFor();
  await page.getByRole("button", { name: "取消上传 慢.bin" }).click();
  release();
  await heads(6);
  await page.unroute("**/files/?name=*");
  assert.deepEqual((await names()).filter((name) => /慢|巨大/.test(name)), []);
  await row("巨大.zip").getByRole("button", { name: "知道了" }).click();
  await row("巨大.zip").waitFor({ state: "detached" });
});
