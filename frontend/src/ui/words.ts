import i18next, { type TFunction } from "i18next";
import { createContext, useContext, useSyncExternalStore } from "react";

interface Both {
  zh: string;
  en: string;
}

/** pick returns the words in the reader's language; what was never translated is shown as it is. */
export function pick(words: Both | string | undefined, lang: string): string {
  if (words === undefined) return "";
  if (typeof words === "string") return words;
  return (lang.startsWith("zh") ? words.zh || words.en : words.en || words.zh) ?? "";
}

interface Words {
  t: TFunction;
  say: (words: Both | string | undefined) => string;
  lang: string;
}

let known: Words | undefined;

// One for the whole program: a list draws hundreds of cells at a time, and each of them asks.
function words(): Words {
  const lang = i18next.language;
  if (known?.lang !== lang) known = { t: remembered(i18next.getFixedT(lang)), say: (both) => pick(both, lang), lang };
  return known;
}

// Words with nothing to fill in are always the same: looked up once, not for each of hundreds of cells.
function remembered(t: TFunction): TFunction {
  const found = new Map<string, unknown>();
  const ask = (...asked: Parameters<TFunction>) => {
    const [key] = asked;
    if (asked.length > 1 || typeof key !== "string") return t(...asked);
    if (!found.has(key)) found.set(key, t(...asked));
    return found.get(key);
  };
  return ask as TFunction;
}

const Spoken = createContext<Words | undefined>(undefined);

/** WordsProvider lets all that is below it speak the language of the program, and change with it. */
export const WordsProvider = Spoken.Provider;

/** useSpoken is what WordsProvider gives. */
export function useSpoken(): Words {
  return useSyncExternalStore(heard, words);
}

function heard(changed: () => void): () => void {
  i18next.on("languageChanged", changed);
  return () => i18next.off("languageChanged", changed);
}

/** useWords gives t for the program's own words, and `say` for words that come from the core in both languages. */
export function useWords(): Words {
  return useContext(Spoken) ?? words();
}
