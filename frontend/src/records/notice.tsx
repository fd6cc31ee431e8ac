import { App, Button } from "antd";
import { useCallback } from "react";
import { faultOf, forget, lastChange, runJob } from "@/api";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";

/** useNotice tells of what was done, with the way back where there is one, and of what went wrong. */
export function useNotice() {
  const { message } = App.useApp();
  const { t } = useWords();
  const faultWords = useFaultWords();

  const failed = useCallback(
    (thrown: unknown) => {
      const fault = faultOf(thrown);
      const more = Object.values(fault.fields);
      void message.error({ content: [faultWords(fault), ...more].join(" "), duration: 6 });
    },
    [message, faultWords],
  );

  const undo = useCallback(
    async (set: string) => {
      const key = `undo-${set}`;
      void message.loading({ key, content: t("bulk.undoing"), duration: 0 });
      try {
        const result = await runJob("changes.undo", { change: set });
        if (lastChange.set === set) lastChange.set = undefined;
        await forget(["*"]);
        const conflicts = result.conflicts.length;
        const words = [t("bulk.undone", { count: result.reverted })];
        if (conflicts > 0) words.push(t("bulk.conflicts", { count: conflicts }));
        void message.success({ key, content: words.join(" · ") });
      } catch (thrown) {
        message.destroy(key);
        failed(thrown);
      }
    },
    [message, t, failed],
  );

  /** done tells of something done; with a change set it can be taken back from the notice. */
  const done = useCallback(
    (words: string, set?: string) => {
      if (set) lastChange.set = set;
      const key = `done-${set ?? words}`;
      void message.success({
        key,
        duration: set ? 8 : 3,
        content: (
          <span className="notice">
            {words}
            {set && (
              <Button
                size="small"
                type="link"
                onClick={() => {
                  message.destroy(key);
                  void undo(set);
                }}
              >
                {t("action.undo")}
              </Button>
            )}
          </span>
        ),
      });
    },
    [message, t, undo],
  );

  return { done, failed, undo };
}
