import { Button, Popover, Progress } from "antd";
import { LoaderCircle } from "lucide-react";
import { type Job, useJobTray, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** JobTray shows the long operations that are running, and stops them. It is not there when nothing runs. */
export function JobTray() {
  const { t } = useWords();
  const jobs = useJobTray((tray) => tray.jobs);
  const running = jobs.filter((job) => job.state === "running");
  if (running.length === 0) return null;
  const list = (
    <ul className="jobs">
      {jobs.slice(0, 8).map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </ul>
  );
  return (
    <Popover trigger="click" placement="bottomRight" arrow={false} content={list}>
      <Button type="text" icon={<LoaderCircle size={15} className="turning" aria-hidden />} aria-label={t("top.jobs")}>
        {percent(running[0])}
      </Button>
    </Popover>
  );
}

function JobRow({ job }: { job: Job }) {
  const { t } = useWords();
  const notice = useNotice();
  const cancel = useOperation("jobs.cancel");
  return (
    <li className="jobs__row">
      <span>{job.kind}</span>
      {job.state === "running" ? (
        <>
          <Progress percent={part(job)} size="small" aria-label={job.kind} />
          <Button size="small" onClick={() => cancel.mutate({ id: job.id }, { onError: notice.failed })}>
            {t("job.cancel")}
          </Button>
        </>
      ) : (
        <span className="faint">{t(`job.${job.state}`)}</span>
      )}
    </li>
  );
}

function part(job: Job | undefined): number {
  return job && job.total > 0 ? Math.floor((job.done / job.total) * 100) : 0;
}

function percent(job: Job | undefined): string {
  return job && job.total > 0 ? `${part(job)}%` : "";
}
