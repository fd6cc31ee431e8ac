import { match } from "@/lib/pinyin";

// The handbook is part of the program: built in, so that it is there without a network.
const files = import.meta.glob<string>("../../../../docs/manual/**/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A chapter of the handbook. */
export interface Chapter {
  name: string;
  title: string;
  text: string;
}

/** chaptersIn finds the chapters in a language: zh/… and en/…, or …​.en.md beside ….md. */
export function chaptersIn(lang: string): Chapter[] {
  const chapters = new Map<string, Chapter>();
  for (const [path, text] of Object.entries(files)) {
    const inside = path.split("/docs/manual/")[1] ?? path;
    const english = /^en\/|\.en\.md$/.test(inside);
    if (english !== (lang === "en")) continue;
    const name = inside.replace(/^(zh-CN|zh|en)\//, "").replace(/(\.zh-CN|\.zh|\.en)?\.md$/, "");
    chapters.set(name, { name, text, title: /^#\s+(.+)$/m.exec(text)?.[1] ?? name });
  }
  return [...chapters.values()].sort((a, b) => order(a.name).localeCompare(order(b.name)));
}

function order(name: string): string {
  return /^(index|readme)$/i.test(name) ? "" : name;
}

/** A place in the handbook that a search found. */
export interface Passage {
  chapter: string;
  title: string;
  /** Heading within the chapter, where that was what fits. */
  heading?: string;
}

/** passages finds chapters by their headings, then by their text. */
export function passages(lang: string, typed: string, limit: number): Passage[] {
  const want = typed.trim();
  if (want.length < 2) return [];
  const chapters = chaptersIn(lang);
  const found: Passage[] = [];
  for (const { name, title, text } of chapters) {
    const headings = [...text.matchAll(/^##+\s+(.+)$/gm)].map((each) => (each[1] ?? "").trim());
    const heading = headings.find((each) => match(each, want) > 1);
    if (match(title, want) > 1) found.unshift({ chapter: name, title });
    else if (heading) found.push({ chapter: name, title, heading });
  }
  for (const { name, title, text } of chapters)
    if (!found.some((each) => each.chapter === name) && text.toLowerCase().includes(want.toLowerCase()))
      found.push({ chapter: name, title });
  return found.slice(0, limit);
}
