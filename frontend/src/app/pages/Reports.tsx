import { Button } from "antd";
import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import type { FieldValue } from "@/api";
import { type Output, runJob, saveFile, useAnswer } from "@/api";
import { Input } from "@/records/inputs";
import { useNotice } from "@/records/notice";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";

type Report = Output<"reports.list">["reports"][number];

/** ReportsPage makes workbooks whose numbers equal those on the screen. */
export function ReportsPage() {
  const { t } = useWords();
  const found = useAnswer("reports.list", {}, []);
  const reports = found.data?.reports ?? [];
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">{t("reports.title")}</h1>
          <p className="pagehead__text">{t("reports.text")}</p>
        </div>
      </header>
      <div className="scroll">
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && reports.length === 0 && <Empty title={t("reports.empty")} text={t("reports.emptyText")} />}
        {reports.map((report) => (
          <ReportRow key={report.name} report={report} />
        ))}
      </div>
    </div>
  );
}

function ReportRow({ report }: { report: Report }) {
  const { t, say } = useWords();
  const notice = useNotice();
  const [params, setParams] = useState<{ [name: string]: FieldValue }>({});
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const file = await runJob("reports.run", { name: report.name, params });
      saveFile(file.file, file.name);
      notice.done(t("reports.ready", { name: file.name }));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="report">
      <div className="report__words">
        <h2 className="panel__title">{say(report.label)}</h2>
        {report.hint && <p className="second">{say(report.hint)}</p>}
      </div>
      <div className="report__params">
        {(report.params ?? []).map((spec) => (
          <div className="field" key={spec.name}>
            <label className="field__label" htmlFor={`${report.name}-${spec.name}`}>
              {say(spec.label)}
            </label>
            <Input
              id={`${report.name}-${spec.name}`}
              spec={spec}
              value={params[spec.name]}
              onChange={(value) => setParams((was) => ({ ...was, [spec.name]: value }))}
            />
          </div>
        ))}
      </div>
      <Button type="primary" icon={<FileSpreadsheet size={15} aria-hidden />} loading={busy} onClick={() => void run()}>
        {busy ? t("reports.running") : t("reports.run")}
      </Button>
    </section>
  );
}
