import { slug } from "@/lib/markdown";
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
  /** Heading within the chapter, where what fits is or stands below it. */
  heading?: string;
  /** What that heading is gone to by. */
  at?: string;
}

/** passages finds chapters by their headings, then by their text. */
export function passages(lang: string, typed: string, limit: number): Passage[] {
  const want = typed.trim();
  if (want.length < 2) return [];
  const chapters = chaptersIn(lang);
  const titled: Passage[] = [];
  const headed: Passage[] = [];
  const said: Passage[] = [];
  for (const { name, title, text } of chapters) {
    const sections = sectionsOf(text);
    const passage = (heading: string | undefined): Passage =>
      heading === undefined ? { chapter: name, title } : { chapter: name, title, heading, at: slug(heading) };
    const below = sections.find(({ heading }) => heading !== undefined && match(heading, want) > 1);
    const within = sections.find((each) => each.text.includes(want.toLowerCase()));
    if (match(title, want) > 1) titled.push(passage(undefined));
    else if (below) headed.push(passage(below.heading));
    else if (within) said.push(passage(within.heading));
  }
  return [...titled, ...headed, ...said].slice(0, limit);
}

// The parts of a chapter, each with its heading: what stands before the first has none.
function sectionsOf(chapter: string): { heading?: string; text: string }[] {
  return chapter.split(/^(?=##+\s)/m).map((part) => ({
    heading: /^##+\s+(.+)$/m.exec(part)?.[1]?.trim(),
    text: part.toLowerCase(),
  }));
}
