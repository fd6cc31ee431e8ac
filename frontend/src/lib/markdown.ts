// The part of Markdown that handbooks and notes need, read into plain data.

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string; keys?: boolean }
  | { kind: "strong" | "em"; spans: Inline[] }
  | { kind: "link"; text: string; href: string }
  | { kind: "break" };

export type Block =
  | { kind: "heading"; level: number; id: string; spans: Inline[] }
  | { kind: "text"; spans: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "rule" }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "list"; ordered: boolean; items: Block[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] };

/** parseMarkdown reads text into blocks. Anything it does not know stays text as it was typed. */
export function parseMarkdown(text: string): Block[] {
  return blocksOf(text.replace(/\r\n?/g, "\n").split("\n"));
}

const bullet = /^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$/;

function blocksOf(lines: string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "") {
      at++;
      continue;
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (heading) {
      const words = heading[2] ?? "";
      blocks.push({
        kind: "heading",
        level: Math.min((heading[1] ?? "").length, 4),
        id: slug(words),
        spans: spansOf(words),
      });
      at++;
    } else if (/^\s*```/.test(line)) {
      let end = at + 1;
      while (end < lines.length && !/^\s*```/.test(lines[end] ?? "")) end++;
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      blocks.push({ kind: "rule" });
      at++;
    } else if (/^\s*>/.test(line)) {
      let end = at;
      while (end < lines.length && /^\s*>/.test(lines[end] ?? "")) end++;
      blocks.push({ kind: "quote", blocks: blocksOf(lines.slice(at, end).map((each) => each.replace(/^\s*> ?/, ""))) });
      at = end;
    } else if (bullet.test(line)) {
      at = listAt(lines, at, blocks);
    } else if (line.includes("|") && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[at + 1] ?? "")) {
      let end = at + 2;
      while (end < lines.length && (lines[end] ?? "").includes("|")) end++;
      const rows = lines.slice(at + 2, end).map(cellsOf);
      blocks.push({ kind: "table", head: cellsOf(line), rows });
      at = end;
    } else {
      let end = at + 1;
      while (end < lines.length && !startsBlock(lines[end] ?? "")) end++;
      blocks.push({ kind: "text", spans: spansOf(lines.slice(at, end).join("\n")) });
      at = end;
    }
  }
  return blocks;
}

function startsBlock(line: string): boolean {
  return line.trim() === "" || /^(#{1,6}\s|\s*```|\s*>)/.test(line) || bullet.test(line);
}

function listAt(lines: string[], from: number, blocks: Block[]): number {
  const first = bullet.exec(lines[from] ?? "");
  const indent = (first?.[1] ?? "").length;
  const items: Block[][] = [];
  let at = from;
  while (at < lines.length) {
    const found = bullet.exec(lines[at] ?? "");
    if (!found || (found[1] ?? "").length !== indent) break;
    const inner = [found[3] ?? ""];
    at++;
    // What is indented deeper belongs to this item.
    while (at < lines.length && (lines[at] ?? "").trim() !== "" && leading(lines[at] ?? "") > indent) {
      inner.push((lines[at] ?? "").slice(Math.min(leading(lines[at] ?? ""), indent + 2)));
      at++;
    }
    while ((lines[at] ?? "x").trim() === "" && bullet.test(lines[at + 1] ?? "")) at++;
    items.push(blocksOf(inner));
  }
  blocks.push({ kind: "list", ordered: /\d/.test(first?.[2] ?? ""), items });
  return at;
}

function leading(line: string): number {
  return line.length - line.trimStart().length;
}

function cellsOf(line: string): Inline[][] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => spansOf(cell.trim().replace(/\\\|/g, "|")));
}

const inline =
  /`([^`]+)`|\*\*(.+?)\*\*|(?<![*\w])\*([^*\s][^*]*?)\*(?!\*)|!?\[([^\]]*)\]\(([^()\s]+)\)|<kbd>(.*?)<\/kbd>|( {2,}\n|\\\n)/g;

function spansOf(text: string): Inline[] {
  const spans: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(inline)) {
    if (found.index > from) spans.push({ kind: "text", text: text.slice(from, found.index) });
    from = found.index + found[0].length;
    if (found[1] !== undefined) spans.push({ kind: "code", text: found[1] });
    else if (found[2] !== undefined) spans.push({ kind: "strong", spans: spansOf(found[2]) });
    else if (found[3] !== undefined) spans.push({ kind: "em", spans: spansOf(found[3]) });
    else if (found[5] !== undefined) spans.push({ kind: "link", text: found[4] || found[5], href: found[5] });
    else if (found[6] !== undefined) spans.push({ kind: "code", text: found[6], keys: true });
    else spans.push({ kind: "break" });
  }
  if (from < text.length) spans.push({ kind: "text", text: text.slice(from) });
  return spans;
}

/** slug is what a heading is gone to by. */
export function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
