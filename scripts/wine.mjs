// What scripts/wine.sh has the program for Windows do. Each line it prints was seen; the first thing that is not as it
// should be ends it.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [exe, work] = process.argv.slice(2);
const rounds = 6;
const windows = (path) => `Z:${path.replaceAll("/", "\\")}`;
const seen = (words) => console.log(`   ${words}`);
const env = { ...process.env, XINGKE_PASSPHRASE: "" };

/** run gives what a command of the program says, and how it ended. */
function run(args, more = {}) {
  return new Promise((done) => {
    execFile("wine", [exe, "--lang=en", ...args], { env: { ...env, ...more }, maxBuffer: 1 << 26 }, (error, out, told) =>
      done({ code: error ? (error.code ?? 1) : 0, out: out.trim(), told }),
    );
  });
}

async function well(args, more) {
  const { code, out, told } = await run(args, more);
  assert.equal(code, 0, `${args.join(" ")}: ${out} ${told}`);
  return out === "" ? {} : JSON.parse(out.split("\n").at(-1));
}

async function sound(book, more) {
  const report = await well(["verify", "--book", windows(book)], more);
  assert.ok(report.ok, JSON.stringify(report));
  return report;
}

/** office starts the program on a book and signs in as a browser does. */
async function office(book) {
  const child = spawn("wine", [exe, "--lang=en", "office", "--book", windows(book), "--listen", "127.0.0.1:0"], { env });
  let told = "";
  child.stderr.on("data", (some) => {
    told += some;
  });
  const ended = new Promise((done) => child.once("exit", done));
  const address = await new Promise((done, failed) => {
    let out = "";
    child.stdout.on("data", (some) => {
      out += some;
      const found = /http:\S+/.exec(out);
      if (found) done(found[0]);
    });
    void ended.then(() => failed(new Error(`it does not open: ${told}`)));
  });
  const first = await fetch(address, { redirect: "manual" });
  const cookie = first.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const { origin } = new URL(address);
  const call = async (name, input) => {
    const answer = await fetch(`${origin}/rpc/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Cookie: cookie, Origin: origin },
      body: JSON.stringify(input),
    });
    const said = await answer.json();
    assert.ok(answer.ok, JSON.stringify(said));
    return said;
  };
  const kill = () => {
    child.kill("SIGKILL"); // the process is the program: wine becomes it
    return ended;
  };
  return { call, kill };
}

const customers = async (book) =>
  (await well(["call", "--book", windows(book), "records.list", '{"entity":"customer","limit":1}'])).total;

// Every program built by Go asks for a random number through bcryptprimitives.dll, which Wine has from its version 9 on.
// For older ones, a library with this one name, which leads to another that they have.
const library = join(process.env.WINEPREFIX, "drive_c/windows/system32/bcryptprimitives.dll");
if (!existsSync(library)) writeFileSync(library, forwarder("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036"));

const { version } = await well(["version"]);
seen(`the program for Windows, version ${version}, runs`);

const book = join(work, "账套 甲");
await well(["demo", "--book", windows(book), "--customers", "20"]);
const rows = Array.from({ length: 500 }, (_, n) => `杭州进口${n}有限公司,1380000${String(n).padStart(4, "0")},杭州`);
writeFileSync(join(work, "客户.csv"), `客户名称,电话,城市\r\n${rows.join("\r\n")}\r\n`);
await well(["import", "--book", windows(book), "--entity", "customer", "--file", windows(join(work, "客户.csv"))]);
assert.equal(await customers(book), 520);
seen("a book under a Chinese name with a space: made, 500 rows of CSV imported, read");

let kept = 520;
let sent = kept;
let slowest = 0;
for (let round = 0; round < rounds; round++) {
  const began = Date.now();
  const { call, kill } = await office(book);
  slowest = Math.max(slowest, Date.now() - began);
  const { total } = await call("records.list", { entity: "customer", limit: 1 });
  assert.ok(total >= kept && total <= sent, `${total} customers, ${kept} were acknowledged, ${sent} sent`);
  [kept, sent] = [total, total];
  if (round === 0) {
    const { code, told } = await run(["verify", "--book", windows(book)]);
    assert.ok(code !== 0 && told.includes("open in another program"), told);
    seen("a second program on the same book is told so");
  }
  const until = kept + 10 + Math.floor(Math.random() * 40);
  let alive = true;
  const write = async () => {
    while (alive) {
      sent++;
      try {
        await call("records.create", { entity: "customer", record: { name: `被打断的公司 ${round}-${sent}` } });
        if (++kept >= until) break;
      } catch (error) {
        if (alive) throw error; // it was not killed yet
      }
    }
    alive = false;
    await kill();
  };
  await Promise.all([write(), write(), write()]);
}
const report = await sound(book);
const total = await customers(book);
assert.ok(total >= kept && total <= sent, `${total} customers, ${kept} were acknowledged, ${sent} sent`);
seen(`killed ${rounds} times at work: ${kept - 520} acknowledged customers, none lost; ${report.frames} frames sound; slowest reopening ${slowest} ms`);

let deep = work;
while (deep.length < 400) deep = join(deep, "a-folder-with-a-rather-long-name");
mkdirSync(deep, { recursive: true });
await well(["demo", "--book", windows(deep), "--customers", "5"]);
assert.equal(await customers(deep), 5); // with the search index
await sound(deep);
seen(`a book in a folder of ${deep.length} characters`);

writeFileSync(join(book, "key.json"), "damaged");
assert.match((await sound(book)).notes.join(), /mended from its copy key.copy.json/);
seen("a damaged key file is mended from its copy");

const archive = join(work, "备份.xkb");
await well(["backup", "--book", windows(book), "--out", windows(archive)]);
await well(["restore", "--from", windows(archive), "--book", windows(join(work, "恢复 乙"))]);
assert.equal(await customers(join(work, "恢复 乙")), total);
seen("backed up into an archive and restored from it");

const sealed = { XINGKE_PASSPHRASE: "芝麻开门芝麻" };
const safe = join(work, "加密");
await well(["demo", "--book", windows(safe), "--customers", "5"], sealed);
const key = readFileSync(join(safe, "key.json"), "utf8");
const { code, told } = await run(["verify", "--book", windows(safe)], { XINGKE_PASSPHRASE: "不是这个口令" });
assert.ok(code !== 0 && told.includes("passphrase is wrong"), told);
await well(["call", "--book", windows(safe), "book.reseal", JSON.stringify({ passphrase: sealed.XINGKE_PASSPHRASE })], sealed);
await sound(safe, sealed);
assert.notEqual(readFileSync(join(safe, "key.json"), "utf8"), key);
seen("a book with a passphrase: opened, refused, sealed anew with another key while it was open");

/** forwarder is a library for 64 bits without any code: one name, which leads to a name in another library. */
function forwarder(name, from, to) {
  const file = Buffer.alloc(0x400);
  const put = (at, size, value) => (size === 8 ? file.writeBigUInt64LE(BigInt(value), at) : file.writeUIntLE(value, at, size));
  const fields = [
    [0x3c, 4, 0x40], // where the head is
    [0x44, 2, 0x8664], // x86-64
    [0x46, 2, 1], // sections
    [0x54, 2, 0xf0], // length of what follows the head
    [0x56, 2, 0x2022], // a library
    [0x58, 2, 0x20b], // 64 bits
    [0x60, 4, 0x200], // data
    [0x70, 8, 0x180000000], // base
    [0x78, 4, 0x1000], // sections lie at multiples of
    [0x7c, 4, 0x200], // and so in the file
    [0x80, 2, 6],
    [0x88, 2, 6], // for Windows 6 and later
    [0x90, 4, 0x2000], // length in memory
    [0x94, 4, 0x200], // of the heads
    [0x9c, 2, 3],
    [0x9e, 2, 0x100],
    [0xa0, 8, 0x100000],
    [0xa8, 8, 0x100000],
    [0xb0, 8, 0x100000],
    [0xb8, 8, 0x100000],
    [0xc4, 4, 16], // directories, of which the first lists the names
    [0xc8, 4, 0x1000],
    [0xcc, 4, 0x200],
    [0x150, 4, 0x200], // the section
    [0x154, 4, 0x1000],
    [0x158, 4, 0x200],
    [0x15c, 4, 0x200],
    [0x16c, 4, 0x40000040],
    [0x20c, 4, 0x1040], // the list: its own name
    [0x210, 4, 1],
    [0x214, 4, 1],
    [0x218, 4, 1],
    [0x21c, 4, 0x1028], // where names lead
    [0x220, 4, 0x102c], // the names
    [0x224, 4, 0x1030], // their order
    [0x228, 4, 0x1080],
    [0x22c, 4, 0x1060],
  ];
  for (const field of fields) put(...field);
  file.write("MZ", 0);
  file.write("PE", 0x40);
  file.write(".edata", 0x148);
  file.write(name, 0x240);
  file.write(from, 0x260);
  file.write(to, 0x280);
  return file;
}
