import { App, Button } from "antd";
import { type ReactNode, useCallback, useMemo } from "react";
import { type ChangeSet, call, faultOf, forget, runJob } from "@/api";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { undone } from "./undone";

/** From so many records on, the key to undo asks before it acts. */
const asksFrom = 20;

// Keys come quicker than answers: one undo waits for the one before it.
let turn: Promise<unknown> = Promise.resolve();

/** useNotice tells of what was done, with the way back where there is one, and of what went wrong. */
export function useNotice() {
  const { message, modal } = App.useApp();
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

  /** tell shows words with one thing that can be done about them. */
  const tell = useCallback(
    (key: string, words: ReactNode, action?: { label: string; run: () => void }) => {
      void message.success({
        key,
        duration: action ? 8 : 3,
        content: (
          <span className="notice">
            {words}
            {action && (
              <Button
                size="small"
                type="link"
                onClick={() => {
                  message.destroy(key);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
          </span>
        ),
      });
    },
    [message],
  );

  /** reverse takes a change set back; taking back what took something back does it again. */
  const reverse = useCallback(
    async (set: string, what: string | undefined, again: boolean): Promise<void> => {
      const key = `undo-${set}`;
      message.destroy(`done-${set}`);
      void message.loading({ key, content: t(again ? "undo.redoing" : "bulk.undoing"), duration: 0 });
      try {
        const result = await runJob("changes.undo", { change: set });
        await forget(["*"]);
        window.dispatchEvent(new CustomEvent(undone, { detail: set }));
        const conflicts = result.conflicts.length;
        const count = result.reverted;
        const words = what
          ? [t(again ? "undo.redoneWhat" : "undo.doneWhat", { what })]
          : [t(again ? "undo.redone" : "bulk.undone", { count })];
        if (what && count > 1) words.push(t("undo.records", { count }));
        if (conflicts > 0) {
          const titles = result.conflicts.slice(0, 3).map((each) => each.title);
          words.push(`${t("bulk.conflicts", { count: conflicts })}: ${titles.join(t("import.comma"))}`);
        }
        tell(key, words.join(" · "), {
          label: t(again ? "action.undo" : "undo.redo"),
          run: () => void reverse(result.set, what, !again),
        });
      } catch (thrown) {
        message.destroy(key);
        failed(thrown);
      }
    },
    [message, t, failed, tell],
  );

  const undo = useCallback((set: string, what?: string) => reverse(set, what, false), [reverse]);

  /** done tells of something done; with a change set it can be taken back from the notice. */
  const done = useCallback(
    (words: string, set?: string) => {
      tell(`done-${set ?? words}`, words, set ? { label: t("action.undo"), run: () => void undo(set) } : undefined);
    },
    [tell, t, undo],
  );

  /** last takes back what this person did last, or does again what was taken back last. */
  const last = useCallback(
    (again: boolean) => {
      const act = async () => {
        try {
          const { undo: deed, redo } = await call("changes.last", {});
          const set = again ? redo : deed;
          if (!set) {
            void message.info({ key: "undo-none", content: t(again ? "undo.nothingToRedo" : "undo.nothing") });
            return;
          }
          const what = plain(set);
          const go = () => reverse(set.set, what, again);
          if (set.count < asksFrom) await go();
          else
            modal.confirm({
              title: t(again ? "undo.redoAsk" : "history.undoAsk", { label: what }),
              content: t("history.undoText", { count: set.count }),
              okText: t(again ? "undo.redo" : "action.undo"),
              onOk: go,
            });
        } catch (thrown) {
          failed(thrown);
        }
      };
      turn = turn.then(act, act);
      return turn;
    },
    [message, modal, t, failed, reverse],
  );
  const undoLast = useCallback(() => last(false), [last]);
  const redoLast = useCallback(() => last(true), [last]);

  return useMemo(() => ({ done, failed, undo, undoLast, redoLast }), [done, failed, undo, undoLast, redoLast]);
}

// What an undo is called says what it took back; the notice says that it was taken back.
function plain(set: ChangeSet): string {
  return set.label.replace(/^(撤销：|重做：|Undo: |Redo: )/, "");
}
