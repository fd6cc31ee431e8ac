import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { type JobResult, useDescribe } from "@/api";
import { useWords } from "@/ui/words";
import { RecoveryPaper } from "../lock/RecoveryPaper";
import { RenewBackups } from "./RenewBackups";

/** EraseDone says what was erased, shows the new recovery key, and offers to renew the backups. */
export function EraseDone({ look, done }: { look: JobResult<"erase.look">; done: JobResult<"erase.run"> }) {
  const { t } = useWords();
  const { book } = useDescribe();
  const [kept, setKept] = useState(done.recovery === "");
  return (
    <>
      <section>
        <p className="erase__done" role="status">
          <CircleCheck size={18} aria-hidden />
          <span>
            <strong>{t("erase.done")}</strong>
            <span className="second">
              {t("erase.doneText", { frames: done.frames, changes: done.changes, files: done.files })}
            </span>
          </span>
        </p>
      </section>
      {!kept && (
        <section>
          <p>{t("erase.newRecovery")}</p>
          <RecoveryPaper value={done.recovery} name={book.name} onKept={() => setKept(true)} />
        </section>
      )}
      <section>
        <h2 className="panel__title">{t("erase.backups")}</h2>
        <RenewBackups backups={done.backups} />
      </section>
      <div className="secretform__row">
        <Link to="/audit">
          <Button>{t("erase.toAudit")}</Button>
        </Link>
        <Link to="/records/$entity/$id" params={{ entity: look.entity, id: look.id }}>
          <Button>{t("erase.toRecord")}</Button>
        </Link>
      </div>
    </>
  );
}
