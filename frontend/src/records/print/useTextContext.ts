import { useMemo } from "react";
import type { Titles } from "@/api";
import { useWords } from "@/ui/words";
import type { TextContext } from "./text";

/** useTextContext is what values need to be written on paper in the reader's language. */
export function useTextContext(titles: Titles): TextContext {
  const { t, say } = useWords();
  return useMemo(
    () => ({
      say,
      titles,
      yes: t("state.yes"),
      no: t("state.no"),
      lines: (count: number) => t("list.total", { count }),
      comma: t("filter.list"),
    }),
    [t, say, titles],
  );
}
