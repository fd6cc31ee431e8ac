import { App, Button } from "antd";
import { CircleCheck, Download, Undo2 } from "lucide-react";
import { saveFile } from "@/api";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { Waiting } from "./CheckStep";
import { Outcome } from "./Outcome";
import { back, begin, undoImport, useWizard } from "./wizard";

/** ResultStep shows the import running, and what it did, with the way back. */
export function ResultStep({ onList }: { onList: (entity: string) => void }) {
  const { t } = useWords();
  const words = useFaultWords();
  const notice = useNotice();
  const { modal } = App.useApp();
  const { result, busy, fault, entity, undone } = useWizard();
  const ask = () =>
    modal.confirm({
      title: t("import.undoAsk"),
      content: t("import.undoText"),
      okText: t("import.undo"),
      onOk: () => undoImport(notice.undo),
    });
  return (
    <>
      {busy === "importing" && <Waiting words={t("import.importing")} />}
      {fault && (
        <>
          <p className="import__fault" role="alert">
            {words(fault)}
          </p>
          <Button onClick={() => back("columns")}>{t("import.back")}</Button>
        </>
      )}
      {result && (
        <>
          <h2 className="import__done">
            <CircleCheck size={18} aria-hidden />
            {t(undone ? "import.undone" : result.cancelled ? "import.cancelled" : "import.finished")}
          </h2>
          <Outcome result={result} />
          <footer className="import__foot">
            <Button type="primary" onClick={() => onList(entity ?? "")}>
              {t("import.show")}
            </Button>
            {result.errors && (
              <Button
                icon={<Download size={15} aria-hidden />}
                onClick={() => saveFile(result.errors ?? "", result.errorName ?? "errors.xlsx")}
              >
                {t("import.errors", { count: result.rejected })}
              </Button>
            )}
            {result.change && !undone && (
              <Button icon={<Undo2 size={15} aria-hidden />} onClick={ask}>
                {t("import.undo")}
              </Button>
            )}
            <Button type="text" onClick={() => begin(entity)}>
              {t("import.another")}
            </Button>
          </footer>
        </>
      )}
    </>
  );
}
