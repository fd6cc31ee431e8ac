import { useNavigate } from "@tanstack/react-router";
import { Button, Popover, Progress } from "antd";
import { CircleCheck, CircleX, LoaderCircle, OctagonMinus } from "lucide-react";
import { useEffect, useState } from "react";
import { type Job, recallJobs, useJobTray, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { Inside } from "@/ui/Inside";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";

/** How long the tray stays after the last job has ended, so that its end can be seen. */
const lingers = 60_000;

/** JobTray shows the long operations, wherever they were begun: how far they are, how they ended, and how to stop them. */
export function JobTray() {
  const { t } = useWords();
  const jobs = useJobTray((tray) => tray.jobs);
  const [open, setOpen] = useState(false);
  const running = jobs.filter((job) => job.state === "running");
  const recent = useRecent(jobs);
  useEffect(() => {
    // Jobs outlive the page that began them.
    recallJobs().catch(() => undefined);
  }, []);
  // A trial that has ended has said all there is on its page.
  const shown = jobs
    .filter((job) => job.state === "running" || (recent.has(job.id) && job.kind !== "import.trial"))
    .slice(0, 8);
  if (shown.length === 0) return null;
  const failed = running.length === 0 && shown[0]?.state === "failed";
  const list = (
    <ul className="jobs" aria-label={t("jobs.title")}>
      {shown.map((job) => (
        <JobRow key={job.id} job={job} onGo={() => setOpen(false)} />
      ))}
    </ul>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<Inside className="jobtray">{list}</Inside>}
    >
      <Button
        type="text"
        icon={
          running.length > 0 ? (
            <LoaderCircle size={15} className="turning" aria-hidden />
          ) : failed ? (
            <CircleX size={15} className="jobs__bad" aria-hidden />
          ) : (
            <CircleCheck size={15} className="jobs__good" aria-hidden />
          )
        }
        aria-label={t(running.length > 0 ? "top.jobs" : "jobs.ended")}
      >
        {percent(running[0])}
      </Button>
    </Popover>
  );
}

/** useRecent is the jobs that ended while the page was open, not long ago. */
function useRecent(jobs: readonly Job[]): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [recent, setRecent] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const now = new Set(jobs.filter((job) => job.state === "running").map((job) => job.id));
    setSeen((was) => (sameSet(was, now) ? was : now));
    const ended = jobs.filter((job) => job.state !== "running" && seen.has(job.id)).map((job) => job.id);
    if (ended.length === 0) return;
    setRecent((was) => new Set([...was, ...ended]));
    setTimeout(() => setRecent((was) => new Set([...was].filter((id) => !ended.includes(id)))), lingers);
  }, [jobs, seen]);
  return recent;
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

function JobRow({ job, onGo }: { job: Job; onGo: () => void }) {
  const { t } = useWords();
  const notice = useNotice();
  const navigate = useNavigate();
  const cancel = useOperation("jobs.cancel");
  const name = job.label || t(`jobs.kind.${kindOf(job)}`);
  const pages: { [kind: string]: () => void } = {
    import: () => void navigate({ to: "/import" }),
    handover: () => void navigate({ to: "/people", search: { tab: "handover" } }),
  };
  const goTo = pages[kindOf(job)];
  return (
    <li className={job.state === "running" ? "jobs__row" : "jobs__row is-ended"}>
      <span className="jobs__name">
        {job.state === "failed" && <CircleX size={14} className="jobs__bad" aria-hidden />}
        {job.state === "done" && <CircleCheck size={14} className="jobs__good" aria-hidden />}
        {job.state === "cancelled" && <OctagonMinus size={14} aria-hidden />}
        {goTo ? (
          <button
            type="button"
            className="linklike"
            onClick={() => {
              onGo();
              goTo();
            }}
          >
            {name}
          </button>
        ) : (
          name
        )}
        <span className="faint">
          {job.state === "running" ? <Moment at={job.startedAt} timeOnly /> : t(`job.${job.state}`)}
        </span>
      </span>
      {job.state === "running" && (
        <>
          <Progress percent={part(job)} size="small" aria-label={name} />
          <Button size="small" onClick={() => cancel.mutate({ id: job.id }, { onError: notice.failed })}>
            {t("job.cancel")}
          </Button>
        </>
      )}
      {job.state === "failed" && job.error && <span className="jobs__why second">{job.error.message}</span>}
    </li>
  );
}

const kinds = ["import", "export", "reports", "changes", "records", "handover", "bin"] as const;

function kindOf(job: Job): (typeof kinds)[number] | "other" {
  return kinds.find((each) => job.kind.startsWith(`${each}.`)) ?? "other";
}

function part(job: Job | undefined): number {
  return job && job.total > 0 ? Math.floor((job.done / job.total) * 100) : 0;
}

function percent(job: Job | undefined): string {
  return job && job.total > 0 ? `${part(job)}%` : "";
}
