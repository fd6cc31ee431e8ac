import { App, Button } from "antd";
import { CircleAlert, CircleCheck, Download, Undo2 } from "lucide-react";
import { type ImportResult, saveFile, type Where } from "@/api";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { useOpenList } from "../useOpenList";
import { Waiting } from "./CheckStep";
import { Outcome } from "./Outcome";
import { back, begin, undoImport, useWizard } from "./wizard";

/** ResultStep shows the import running, and what it did, with the way back. */
export function ResultStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const notice = useNotice();
  const openList = useOpenList();
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
          {!result && <Button onClick={() => back("columns")}>{t("import.back")}</Button>}
        </>
      )}
      {result && (
        <>
          <h2 className={fault ? "import__done is-broken" : "import__done"}>
            {fault ? <CircleAlert size={18} aria-hidden /> : <CircleCheck size={18} aria-hidden />}
            {result.file && <span className="import__donefile">{result.file}</span>}
            {t(
              undone
                ? "import.undone"
                : fault
                  ? "import.broken"
                  : result.cancelled
                    ? "import.cancelled"
                    : "import.finished",
            )}
          </h2>
          <Outcome result={result} />
          <footer className="import__foot">
            {result.change && !undone && (
              <Button
                type="primary"
                onClick={() => openList(result.entity || (entity ?? ""), { where: rowsOf(result) })}
              >
                {t("import.show")}
              </Button>
            )}
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
            <Button type={result.change && !undone ? "text" : "default"} onClick={() => begin(entity)}>
              {t("import.another")}
            </Button>
          </footer>
        </>
      )}
    </>
  );
}

/** rowsOf finds what an import wrote: what was changed while it ran. */
function rowsOf(result: ImportResult): Where | undefined {
  if (!result.from || !result.to) return undefined;
  return { field: result.updated > 0 ? "updatedAt" : "createdAt", op: "between", value: [result.from, result.to] };
}
