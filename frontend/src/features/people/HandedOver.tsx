import { Alert, Button, Progress } from "antd";
import { Download, Printer, Undo2 } from "lucide-react";
import { type Job, saveFile, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { usePrint } from "@/records/print/usePrint";
import { useWords } from "@/ui/words";
import { HandoverList } from "./HandoverList";
import { goBack, type Handed, putAway } from "./useHandover";

/** Handing shows how far a handover is, and how to stop it. */
export function Handing({ job }: { job: Job }) {
  const { t } = useWords();
  const notice = useNotice();
  const cancel = useOperation("jobs.cancel");
  const share = job.total > 0 ? Math.floor((job.done / job.total) * 100) : 0;
  return (
    <div className="handover" aria-live="polite">
      <h2 className="panel__title">{job.label || t("people.handover")}</h2>
      <Progress percent={share} showInfo={false} aria-label={t("people.handover")} />
      <p className="second people__num">{t("people.handedSoFar", { done: job.done, total: job.total })}</p>
      <div className="handover__foot">
        <Button loading={cancel.isPending} onClick={() => cancel.mutate({ id: job.id }, { onError: notice.failed })}>
          {t("people.stop")}
        </Button>
        <span className="second">{t("people.stopText")}</span>
      </div>
    </div>
  );
}

/** HandedOver is what a handover came to: the list to be signed, the way back, and the way on where it was not finished. */
export function HandedOver({ done, why }: { done: Handed; why?: string }) {
  const { t } = useWords();
  const notice = useNotice();
  const print = usePrint();
  const unfinished = done.rest > 0;
  return (
    <div className="handover">
      {unfinished && (
        <Alert
          data-print="hide"
          type="warning"
          showIcon
          title={t("people.unfinished", { count: done.total, rest: done.rest, name: done.fromName })}
          description={[why, t("people.unfinishedText")].filter(Boolean).join(" ")}
        />
      )}
      <div className="handover__foot" data-print="hide">
        {unfinished && (
          <Button type="primary" onClick={() => goBack(done)}>
            {t("people.handRest", { count: done.rest })}
          </Button>
        )}
        <Button
          type={unfinished ? "default" : "primary"}
          icon={<Printer size={15} aria-hidden />}
          onClick={() => void print()}
        >
          {t("people.printList")}
        </Button>
        {done.file && (
          <Button
            icon={<Download size={15} aria-hidden />}
            onClick={() => saveFile(done.file ?? "", done.fileName ?? "")}
          >
            {t("people.saveList")}
          </Button>
        )}
        <Button icon={<Undo2 size={15} aria-hidden />} onClick={() => void notice.undo(done.change ?? "")}>
          {t("people.takeBack")}
        </Button>
        {!unfinished && <Button onClick={putAway}>{t("people.another")}</Button>}
      </div>
      <HandoverList done={done} />
    </div>
  );
}
