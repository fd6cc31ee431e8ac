import { useCallback } from "react";
import { useTranslation } from "react-i18next";

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

/** useWords gives t for the program's own words, and `say` for words that come from the core in both languages. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const lang = i18n.language;
  const say = useCallback((words: Both | string | undefined) => pick(words, lang), [lang]);
  return { t, say, lang };
}
