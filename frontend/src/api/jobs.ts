import { create } from "zustand";
import type { Input, Job, OperationName, Output } from "./contract";
import { Fault } from "./fault";
import { onJob, tellJob } from "./feed";
import { call } from "./transport";

/** Names of the operations that answer with a job. */
export type JobOperation = {
  [N in OperationName]: Output<N> extends { job: { result?: unknown } }
    ? N extends `jobs.${string}`
      ? never
      : N
    : never;
}[OperationName];
export type JobResult<N extends JobOperation> =
  Output<N> extends { job: { result?: infer R } } ? NonNullable<R> : never;

interface JobTray {
  jobs: Job[];
  hear(job: Job): void;
}

/** The long operations of this page's life, newest first; the tray in the top bar shows them. */
export const useJobTray = create<JobTray>((set) => ({
  jobs: [],
  hear: (job) =>
    set((tray) => {
      const known = tray.jobs.some((other) => other.id === job.id);
      const jobs = known ? tray.jobs.map((other) => (other.id === job.id ? job : other)) : [job, ...tray.jobs];
      return { jobs: jobs.slice(0, 20) };
    }),
}));

onJob((job) => useJobTray.getState().hear(job));

/** recallJobs asks which long operations of this person are known: those begun before the page was loaded. */
export async function recallJobs(): Promise<Job[]> {
  const { jobs } = (await call("jobs.list", {})) as { jobs: Job[] };
  for (const job of [...jobs].reverse()) tellJob(job);
  return jobs;
}

/** runJob starts a long operation and resolves with its result; it rejects with the job's fault. */
export async function runJob<N extends JobOperation>(
  operation: N,
  input: Input<N>,
  progress?: (job: Job) => void,
): Promise<JobResult<N>> {
  const answer = (await call(operation, input)) as { job: Job };
  const job = await settled(answer.job, progress);
  if (job.state === "done") return job.result as JobResult<N>;
  if (job.state === "cancelled") throw new Fault("unavailable", "");
  throw new Fault("internal", job.error?.message ?? "", job.error?.fields);
}

// The feed tells of progress; asking every now and then covers a feed that is away.
const askEvery = 700;

/** followJob resolves with a job once it has ended, however it ended. */
export function followJob(first: Job, progress?: (job: Job) => void): Promise<Job> {
  return settled(first, progress);
}

function settled(first: Job, progress?: (job: Job) => void): Promise<Job> {
  tellJob(first);
  progress?.(first);
  if (first.state !== "running") return Promise.resolve(first);
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => {
      clearInterval(timer);
      off();
      act();
    };
    const heard = (job: Job) => {
      if (job.id !== first.id) return;
      progress?.(job);
      if (job.state === "running") return;
      // An event is kept short and may leave the result out, also what a stopped job had done by then.
      if (job.result === undefined) {
        call("jobs.get", { id: job.id }).then(
          (full) => end(() => resolve(full.job)),
          (fault: unknown) => end(() => reject(fault)),
        );
        return;
      }
      end(() => resolve(job));
    };
    const off = onJob(heard);
    const timer = setInterval(() => {
      call("jobs.get", { id: first.id }).then(
        (full) => tellJob(full.job),
        (fault: unknown) => end(() => reject(fault)),
      );
    }, askEvery);
  });
}
