import { Button, Progress } from "antd";
import { Download } from "lucide-react";
import { saveFile } from "@/api";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { countFixes } from "./fixes";
import { LeftOut } from "./LeftOut";
import { Outcome } from "./Outcome";
import { Preview } from "./Preview";
import { Problems } from "./Problems";
import { back, cancel, check, run, useWizard } from "./wizard";

/** Waiting shows how far a long step is, and lets it be stopped. */
export function Waiting({ words }: { words: string }) {
  const { t } = useWords();
  const job = useWizard((wizard) => wizard.job);
  const percent = job && job.total > 0 ? Math.round((job.done / job.total) * 100) : 0;
  return (
    <div className="import__wait" role="status">
      <p>
        {words}
        {job && job.total > 0 && (
          <span className="second figure"> {t("import.progress", { done: job.done, total: job.total })}</span>
        )}
      </p>
      <Progress percent={percent} size="small" status="active" aria-label={words} />
      <Button onClick={cancel}>{t("import.stop")}</Button>
    </div>
  );
}

/** CheckStep shows what the import would do, before anything is written, and lets what is wrong be put right. */
export function CheckStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const wizard = useWizard();
  const { trial, busy, fault, stale } = wizard;
  const nothing = trial !== undefined && trial.created + trial.updated === 0;
  const fixed = countFixes(wizard);
  const checking = busy === "checking";
  return (
    <>
      {checking && <Waiting words={t("import.checking")} />}
      {fault && (
        <p className="import__fault" role="alert">
          {words(fault)}
        </p>
      )}
      {trial && (
        <div className={checking ? "import__picture is-old" : "import__picture"} aria-busy={checking}>
          <Outcome result={trial} trial />
          <LeftOut />
          <Problems result={trial} />
          <Preview result={trial} />
        </div>
      )}
      {!checking && (
        <footer className="import__foot">
          <Button onClick={() => back("columns")}>{t("import.back")}</Button>
          {stale && trial ? (
            <Button type="primary" onClick={() => void check()}>
              {t("import.recheck")}
            </Button>
          ) : (
            <Button type="primary" disabled={!trial || nothing} onClick={() => void run()}>
              {trial
                ? t("import.run", { count: trial.records.created + trial.records.updated })
                : t("import.step.result")}
            </Button>
          )}
          {trial?.errors && !stale && (
            <Button
              icon={<Download size={15} aria-hidden />}
              onClick={() => saveFile(trial.errors ?? "", trial.errorName ?? "errors.xlsx")}
            >
              {t("import.errors", { count: trial.rejected })}
            </Button>
          )}
          <span className="second">
            {stale && trial
              ? fixed > 0
                ? t("import.corrected", { count: fixed })
                : t("import.changed")
              : nothing
                ? t("import.nothingToDo")
                : trial && trial.rejected > 0
                  ? t("import.canLeave", { count: trial.rejected })
                  : t("import.canUndo")}
          </span>
        </footer>
      )}
    </>
  );
}
