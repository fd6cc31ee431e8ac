import { Button } from "antd";
import { FileSpreadsheet } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { type Input, runJob, saveFile } from "@/api";
import { useNotice } from "@/records/notice";
import { type PageAction, useActions } from "@/ui/actions";
import { useWords } from "@/ui/words";

/** RunReport makes the workbook of a report, the latest figures in it, and hands it over. */
export function RunReport({ of, onRun }: { of: Input<"reports.run">; onRun?: () => void }) {
  const { t } = useWords();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const file = await runJob("reports.run", of);
      saveFile(file.file, file.name);
      onRun?.();
      notice.done(t("reports.ready", { name: file.name }));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const latest = useRef(run);
  latest.current = run;
  useActions(
    useMemo(
      (): PageAction[] => [
        { id: "report.run", label: t("reports.run"), words: "workbook excel", run: () => void latest.current() },
      ],
      [t],
    ),
  );
  return (
    <Button type="primary" icon={<FileSpreadsheet size={15} aria-hidden />} loading={busy} onClick={() => void run()}>
      {busy ? t("reports.running") : t("reports.run")}
    </Button>
  );
}
