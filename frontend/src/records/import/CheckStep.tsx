import { Button, Progress } from "antd";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { Outcome, Preview } from "./Outcome";
import { back, cancel, run, useWizard } from "./wizard";

/** Waiting shows how far a long step is, and lets it be stopped. */
export function Waiting({ words }: { words: string }) {
  const { t } = useWords();
  const job = useWizard((wizard) => wizard.job);
  const percent = job && job.total > 0 ? Math.round((job.done / job.total) * 100) : 0;
  return (
    <div className="import__wait" role="status">
      <p>{words}</p>
      <Progress percent={percent} size="small" status="active" aria-label={words} />
      <Button onClick={cancel}>{t("import.stop")}</Button>
    </div>
  );
}

/** CheckStep shows what the import would do, before anything is written. */
export function CheckStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const { trial, busy, fault } = useWizard();
  const nothing = trial && trial.created + trial.updated === 0;
  return (
    <>
      {busy === "checking" && <Waiting words={t("import.checking")} />}
      {fault && (
        <p className="import__fault" role="alert">
          {words(fault)}
        </p>
      )}
      {trial && (
        <>
          <Outcome result={trial} />
          <Preview result={trial} />
        </>
      )}
      {busy !== "checking" && (
        <footer className="import__foot">
          <Button onClick={() => back("columns")}>{t("import.back")}</Button>
          <Button type="primary" disabled={!trial || nothing} onClick={() => void run()}>
            {trial
              ? t("import.run", { count: trial.records.created + trial.records.updated })
              : t("import.step.result")}
          </Button>
          <span className="second">{nothing ? t("import.nothingToDo") : t("import.canUndo")}</span>
        </footer>
      )}
    </>
  );
}
