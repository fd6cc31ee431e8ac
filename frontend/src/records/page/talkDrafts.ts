import { keeper } from "@/lib/drafts";

/** What is being written about a record. It stays when the page is left, until it is saved; kept in memory only. */
export interface TalkDraft {
  content: string;
  way?: string;
  nextStep: string;
  nextOn?: string;
}

const kept = new Map<string, TalkDraft>();

keeper("talk", {
  take: () => (kept.size === 0 ? undefined : [...kept]),
  give: (entries) => {
    for (const [key, draft] of entries as [string, TalkDraft][]) kept.set(key, draft);
  },
});

export const blankTalk: TalkDraft = { content: "", nextStep: "" };

export function keptTalk(key: string): TalkDraft {
  return kept.get(key) ?? blankTalk;
}

export function keepTalk(key: string, draft: TalkDraft): void {
  if (draft.content === "" && draft.nextStep === "" && draft.nextOn === undefined) kept.delete(key);
  else kept.set(key, draft);
}
