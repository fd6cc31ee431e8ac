import { useCallback, useEffect } from "react";
import { create } from "zustand";
import { call, Fault, followJob, forget, type Input, type Job, type JobResult, useJobTray } from "@/api";
import { useNotice } from "@/records/notice";
import { undone } from "@/records/undone";
import { useWords } from "@/ui/words";

export type Handed = JobResult<"handover.run">;

interface State {
  /** The handover that goes on. */
  job?: Job;
  /** What the last one handed over, however far it came. */
  done?: Handed;
  /** What kept it from going on. */
  why?: string;
  /** Between whom it is to be begun anew. */
  back?: { from: string; to: string };
}

// A handover goes on when its page is left, and is still there when one comes back.
const useHanding = create<State>(() => ({}));

/** putAway leaves the result of a handover for the next one. */
export const putAway = () => useHanding.setState({}, true);

/** goBack asks anew about the two people of a handover. */
export const goBack = ({ from, to }: Handed) => useHanding.setState({ back: { from, to } }, true);

window.addEventListener(undone, (event) => {
  const { done } = useHanding.getState();
  if (done && (event as CustomEvent<string>).detail === done.change) goBack(done);
});

// Who begins a handover hears of it from the feed before the answer is there; it is followed, and its end told, once.
let beginning = false;

/** useHandover runs a handover, or follows the one that is running, and tells how it ended. */
export function useHandover() {
  const { t } = useWords();
  const notice = useNotice();
  const state = useHanding();
  const follow = useCallback(
    async (first: Job) => {
      useHanding.setState({ job: first }, true);
      try {
        const last = await followJob(first, (job) => useHanding.setState({ job }));
        const done = last.result as Handed | undefined;
        const why = last.state === "failed" ? (last.error?.message ?? "") : undefined;
        useHanding.setState(done?.change ? { done, why } : {}, true);
        await forget(["*"]);
        if (done?.change) {
          const { total: count, toName } = done;
          const words = last.state === "done" ? "people.handed" : "people.stoppedAfter";
          notice.done(t(words, { count, to: toName }), done.change);
        } else if (last.state === "cancelled") notice.done(t("people.stoppedNone"));
        if (why !== undefined) throw new Fault("internal", why, last.error?.fields);
      } catch (thrown) {
        if (useHanding.getState().job) putAway();
        notice.failed(thrown);
      }
    },
    [t, notice],
  );
  const begin = useCallback(
    async (input: Input<"handover.run">) => {
      beginning = true;
      try {
        const { job } = await call("handover.run", input);
        void follow(job as Job);
      } catch (thrown) {
        notice.failed(thrown);
      } finally {
        beginning = false;
      }
    },
    [follow, notice],
  );
  // One that was begun before the page was loaded, or in another window.
  const running = useJobTray((tray) => tray.jobs.find((job) => job.kind === "handover.run" && job.state === "running"));
  useEffect(() => {
    if (running && !beginning && !useHanding.getState().job) void follow(running);
  }, [running, follow]);
  return { ...state, begin };
}
