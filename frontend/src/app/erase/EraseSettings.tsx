import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { forget, type JobResult, runJob, useAnswer, useDescribe, useOperation } from "@/api";
import { stampOf } from "@/lib/stamp";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { RecoveryPaper } from "../lock/RecoveryPaper";
import { useTry } from "../lock/useTry";
import { EraseSecret } from "./EraseSecret";
import { RenewBackups } from "./RenewBackups";

/** EraseSettings stands among the settings: an erasing that was cut off, and backups from before the last one. */
export function EraseSettings() {
  const { t } = useWords();
  const { book } = useDescribe();
  const stands = useAnswer("erase.status", {}, ["setting", "*"]);
  const [done, setDone] = useState<JobResult<"erase.run">>();
  const status = stands.data;
  return (
    <section>
      <h2 className="panel__title">{t("erase.settings")}</h2>
      <p className="second">{t("erase.settingsText")}</p>
      {done && done.recovery !== "" && (
        <>
          <p>{t("erase.newRecovery")}</p>
          <RecoveryPaper value={done.recovery} name={book.name} onKept={() => setDone(undefined)} />
        </>
      )}
      {status?.pending && <Pending at={stampOf(status.pending.at)} secret={status.secret} onDone={setDone} />}
      {status?.at && (
        <>
          <p className="second">{t("erase.last", { at: stampOf(status.at) })}</p>
          <RenewBackups backups={status.backups} />
        </>
      )}
    </section>
  );
}

function Pending(props: { at: string; secret: string; onDone: (done: JobResult<"erase.run">) => void }) {
  const { t } = useWords();
  const notice = useNotice();
  const drop = useOperation("erase.drop");
  const [secret, setSecret] = useState("");
  const { busy, said, fields, attempt } = useTry();
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      props.onDone(await runJob("erase.run", { entity: "", id: "", name: "", secret, goOn: true }));
      notice.done(t("erase.done"));
      await forget(["*", "setting"]);
    });
  };
  const giveUp = async () => {
    try {
      await drop.mutateAsync({});
      notice.done(t("erase.dropped"));
      await forget(["setting"]);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <form className="secretform" onSubmit={goOn}>
      <p role="status">{t("erase.pending", { at: props.at })}</p>
      <EraseSecret kind={props.secret} value={secret} onChange={setSecret} problem={fields.secret} said={said} />
      <div className="secretform__row">
        <Button type="primary" danger htmlType="submit" loading={busy}>
          {t("erase.goOn")}
        </Button>
        <Button disabled={busy} onClick={() => void giveUp()}>
          {t("erase.drop")}
        </Button>
      </div>
    </form>
  );
}
