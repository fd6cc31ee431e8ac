import { useMemo } from "react";
import type { DragWords } from "@/ui/drag/DragHost";
import { useWords } from "@/ui/words";

/** useDragWords are what is said aloud while a card is carried. */
export function useDragWords(): DragWords {
  const { t } = useWords();
  return useMemo(
    () => ({
      help: t("board.say.help"),
      lifted: (card) => t("board.say.lifted", { card }),
      over: (card, lane) => t("board.say.over", { card, lane }),
      dropped: (card, lane) => t("board.say.dropped", { card, lane }),
      back: (card) => t("board.say.back", { card }),
    }),
    [t],
  );
}
