import { create } from "zustand";
import { stored } from "@/lib/stored";

export const papers = { A4: [210, 297], A5: [148, 210], Letter: [215.9, 279.4] } as const;
export type PaperName = keyof typeof papers;
export type Turn = "portrait" | "landscape";
export type Kind = "list" | "record" | "document" | "screen";

export interface Choice {
  paper: PaperName;
  turn: Turn;
  /** The head of the firm on the first page. */
  head: boolean;
  /** Of a record: what was said and done. */
  timeline: boolean;
  /** Of a record: costs and other fields that are for some eyes only. */
  inside: boolean;
  /** Of what is handed to the other side: where both sign and stamp. */
  sign: boolean;
}

/** Paper is a page in millimetres, and the room left for what is printed. */
export interface Paper {
  width: number;
  height: number;
  margin: number;
}

const pixels = 96 / 25.4;

/** px is how many pixels of the style sheet a length on paper takes. */
export const px = (mm: number) => mm * pixels;

export function paperOf(choice: Choice): Paper {
  const [short, long] = papers[choice.paper];
  const margin = choice.paper === "A5" ? 10 : 14;
  return choice.turn === "portrait" ? { width: short, height: long, margin } : { width: long, height: short, margin };
}

const first: { [kind in Kind]: Choice } = {
  list: { paper: "A4", turn: "landscape", head: true, timeline: false, inside: false, sign: false },
  record: { paper: "A4", turn: "portrait", head: true, timeline: true, inside: false, sign: false },
  document: { paper: "A4", turn: "portrait", head: true, timeline: false, inside: false, sign: true },
  screen: { paper: "A4", turn: "landscape", head: true, timeline: false, inside: false, sign: false },
};

const isPaper = (name: unknown): name is PaperName => typeof name === "string" && name in papers;

function remembered(kind: Kind): Choice {
  const kept = stored.get<Partial<Choice>>(`print.${kind}`);
  const choice = { ...first[kind], ...kept };
  return isPaper(choice.paper) ? choice : first[kind];
}

interface Choices {
  of: { [kind in Kind]: Choice };
  choose(kind: Kind, some: Partial<Choice>): void;
}

/** How this person prints, kept for each kind of thing on this machine. */
export const useChoices = create<Choices>((set, get) => ({
  of: {
    list: remembered("list"),
    record: remembered("record"),
    document: remembered("document"),
    screen: remembered("screen"),
  },
  choose: (kind, some) => {
    const of = { ...get().of, [kind]: { ...get().of[kind], ...some } };
    stored.set(`print.${kind}`, of[kind]);
    set({ of });
  },
}));
