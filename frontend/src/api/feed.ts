import { host } from "@/shell";
import { feedIs, useContact } from "./contact";
import type { FeedEvent, Job } from "./contract";
import { askDoor } from "./door";
import { answers, forget } from "./query";

type JobHeard = (job: Job) => void;
const jobListeners = new Set<JobHeard>();

/** onJob hears of every step of every job until the returned function is called. */
export function onJob(heard: JobHeard): () => void {
  jobListeners.add(heard);
  return () => jobListeners.delete(heard);
}

/** tellJob passes on what is known of a job, whoever learnt it. */
export function tellJob(job: Job): void {
  for (const heard of jobListeners) heard(job);
}

// An import commits many times a second; the screen is asked again at most this often.
const pause = 400;

/** followFeed is the one subscription to the change feed. It is opened once, by the application. */
export function followFeed(): () => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  const flush = () => {
    timer = undefined;
    last = Date.now();
    const entities = [...waiting];
    waiting.clear();
    void forget(entities);
  };
  const stop = host.listen(
    (json) => {
      const event = parse(json);
      if (!event) return;
      if (event.reset) void answers.invalidateQueries();
      if (event.door) void askDoor();
      if (event.job) tellJob(event.job);
      for (const change of event.changes ?? []) {
        waiting.add(change.entity);
        // The columns of a list inside a record are read under "order.lines".
        waiting.add(`${change.entity}.lines`);
      }
      if (waiting.size > 0 && timer === undefined) {
        timer = setTimeout(flush, Math.max(20, pause - (Date.now() - last)));
      }
    },
    (there) => {
      // While the feed was away something may have been missed.
      const back = there && useContact.getState().away;
      feedIs(there);
      if (back) void answers.invalidateQueries();
      if (!there) void askDoor(); // it may have ended because one may not stay
    },
  );
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function parse(json: string): FeedEvent | undefined {
  try {
    return JSON.parse(json) as FeedEvent;
  } catch {
    return undefined;
  }
}
