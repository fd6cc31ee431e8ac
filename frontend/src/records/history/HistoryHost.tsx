import { useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useMemo } from "react";
import { type PageAction, useActions } from "@/ui/actions";
import { lazily } from "@/ui/lazily";
import { useKeysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { useTimeMachine } from "./timeMachine";

const TimeMachine = lazily<object>(() => import("./TimeMachine").then((module) => ({ default: module.TimeMachine })));

/** HistoryHost is what of the history is there on every page: the key to do again what was undone, and the time machine. */
export function HistoryHost() {
  const { t } = useWords();
  const notice = useNotice();
  const open = useTimeMachine((past) => past.id !== undefined);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Whoever goes elsewhere, also by the browser's own back, has left the past of this record.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what is listened to
  useEffect(() => useTimeMachine.setState({ id: undefined }), [path]);
  const { redoLast } = notice;
  const redoKeys = useKeysOf("page.redo");
  const actions = useMemo<PageAction[]>(
    () => [
      {
        id: "redo",
        label: t("undo.redoCommand"),
        words: "redo again 重做",
        keys: redoKeys,
        run: () => void redoLast(),
      },
    ],
    [t, redoLast, redoKeys],
  );
  useActions(actions);
  return (
    open && (
      <Suspense fallback={null}>
        <TimeMachine />
      </Suspense>
    )
  );
}
