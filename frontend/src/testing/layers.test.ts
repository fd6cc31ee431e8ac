import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

// Imports go one way: lib ← shell ← ui ← api ← records ← features ← app.
const floors = ["lib", "locales", "shell", "ui", "api", "records", "features", "app"];
const src = join(import.meta.dirname, "..");

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? filesIn(join(folder, each.name)) : /\.tsx?$/.test(each.name) ? [join(folder, each.name)] : [],
  );
}

const modules = floors.flatMap((floor) =>
  filesIn(join(src, floor)).map((path) => ({
    floor,
    path,
    name: path.slice(src.length + 1),
    text: readFileSync(path, "utf8"),
  })),
);

describe("the tree of the pages", () => {
  it("imports only downwards", () => {
    for (const { floor, name, text } of modules) {
      if (name.endsWith(".test.ts") || name.endsWith(".test.tsx")) continue;
      for (const found of text.matchAll(/from "@\/(\w+)|import\("@\/(\w+)/g)) {
        const target = found[1] ?? found[2] ?? "";
        expect(floors.indexOf(target), `${name} imports ${target}`).toBeLessThanOrEqual(floors.indexOf(floor));
      }
    }
  });

  it("keeps features apart from each other", () => {
    for (const { name, text } of modules) {
      const own = /^features\/(\w+)\//.exec(name)?.[1];
      if (!own) continue;
      for (const found of text.matchAll(/from "(?:@\/features|\.\.)\/(\w+)/g)) expect(found[1], name).toBe(own);
    }
  });

  it("speaks to the core only in api, to the window only in shell", () => {
    for (const { floor, name, text } of modules) {
      if (floor !== "api" && floor !== "shell") expect(/\bfetch\(|EventSource/.test(text), name).toBe(false);
      if (floor !== "shell") expect(/window\.go|EventsOn|navigator\.clipboard/.test(text), name).toBe(false);
    }
  });

  it("keeps files short enough to be read", () => {
    for (const { name, text } of modules) {
      if (name.endsWith(".gen.ts")) continue;
      expect(text.split("\n").length, name).toBeLessThanOrEqual(400);
    }
  });

  it("takes menus and small choices from ui, which mind the focus", () => {
    const own = ["ui/ButtonMenu.tsx", "ui/Segmented.tsx", "records/grid/MenuAt.tsx"];
    for (const { name, text } of modules) {
      const taken = /import \{[^}]*\b(Dropdown|Segmented)\b[^}]*\} from "antd"/.exec(text)?.[1];
      if (!own.includes(name)) expect(taken, name).toBeUndefined();
    }
  });

  it("asks nothing of any other place", () => {
    for (const { name, text } of modules) {
      if (name.includes(".test.")) continue;
      expect(/https?:\/\/(?!\$)[a-z0-9-]+\.[a-z]/i.test(text), name).toBe(false);
    }
  });
});
