import { Button, Steps } from "antd";
import { RotateCcw } from "lucide-react";
import { useEffect } from "react";
import { recallJobs } from "@/api";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { CheckStep } from "./CheckStep";
import { ColumnsStep } from "./ColumnsStep";
import { FileStep } from "./FileStep";
import { ResultStep } from "./ResultStep";
import { adopt, begin, type Step, useWizard } from "./wizard";

export interface ImportPageProps {
  /** Entity to import into; undefined lets the person choose. */
  entity: string | undefined;
}

const steps: Step[] = ["file", "columns", "check", "result"];

/** ImportPage brings a file into the book in four steps; nothing is written before the last. */
export function ImportPage({ entity }: ImportPageProps) {
  const { t } = useWords();
  const step = useWizard((wizard) => wizard.step);
  const busy = useWizard((wizard) => wizard.busy);
  const resumed = useWizard((wizard) => (wizard.resumed && wizard.step !== "result" ? wizard.file?.name : undefined));
  const hasFile = useWizard((wizard) => wizard.file !== undefined);
  useEffect(() => {
    const now = useWizard.getState();
    // A page opened for an entity starts anew, unless an import is on its way.
    if (entity && entity !== now.entity && !now.file && !now.busy) begin(entity);
  }, [entity]);
  useEffect(() => {
    if (useWizard.getState().file) return;
    // An import that was begun before the page was loaded is still running: it is shown, and can be stopped.
    recallJobs().then(
      (jobs) => {
        const job = jobs.find((each) => each.kind === "import.run" && each.state === "running");
        if (job && !useWizard.getState().file) adopt(job);
      },
      () => undefined,
    );
  }, []);
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("import.title")}</h1>
          <p className="pagehead__text">{t("import.text")}</p>
        </div>
        <div className="pagehead__actions">
          {(hasFile || step === "result") && busy !== "importing" && (
            <Button icon={<RotateCcw size={15} aria-hidden />} onClick={() => begin(entity)}>
              {t("import.again")}
            </Button>
          )}
        </div>
      </header>
      <nav className="import__steps" aria-label={t("import.steps")}>
        <Steps
          size="small"
          current={steps.indexOf(step)}
          items={steps.map((each) => ({ title: t(`import.step.${each}`) }))}
        />
      </nav>
      <Scroll label={t(`import.step.${step}`)} className="import">
        {resumed && (
          <p className="import__resumed" role="status">
            {t("import.resumed", { file: resumed })}
          </p>
        )}
        {step === "file" && <FileStep />}
        {step === "columns" && <ColumnsStep />}
        {step === "check" && <CheckStep />}
        {step === "result" && <ResultStep />}
      </Scroll>
    </div>
  );
}
