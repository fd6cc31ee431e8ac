import { useMemo } from "react";
import type { Titles } from "@/api";
import { useWords } from "@/ui/words";
import type { KeyWords } from "./keys";

/** useKeyWords gives the words that groups are named by. */
export function useKeyWords(titles: Titles): KeyWords {
  const { t, say, lang } = useWords();
  return useMemo(
    () => ({ say, titles, lang, none: t("dashboard.none"), yes: t("state.yes"), no: t("state.no") }),
    [say, titles, lang, t],
  );
}
