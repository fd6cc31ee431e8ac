import { useNavigate, useSearch } from "@tanstack/react-router";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import { may, type Output, useAnswer, useEntity } from "@/api";
import { Delayed } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Scroll } from "@/ui/Scroll";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { keepFlag } from "../start/start";
import { ReportFigures } from "./ReportFigures";
import { RunReport } from "./RunReport";
import type { ReportsAt } from "./reportsAt";
import { SavedReport } from "./SavedReport";

type Report = Output<"reports.list">["reports"][number];
type Span = "month" | "all";

/** ReportsPage shows the figures of a report and makes its workbook; both are the same numbers. */
export function ReportsPage() {
  const { t, say } = useWords();
  const found = useAnswer("reports.list", {}, ["report"]);
  const reports = found.data?.reports ?? [];
  const at = useSearch({ from: "/reports" });
  const navigate = useNavigate();
  const idOf = (each: Report) => each.id ?? each.name;
  const report = reports.find((each) => idOf(each) === at.report) ?? reports[0];
  const parts = [
    { label: t("report.built"), list: reports.filter((each) => each.kind === "workbook") },
    { label: t("report.own"), list: reports.filter((each) => each.kind !== "workbook") },
  ].filter((part) => part.list.length > 0);
  return (
    <div className="page manual">
      <nav className="manual__contents" aria-label={t("reports.title")}>
        <h1 className="pagehead__title">{t("reports.title")}</h1>
        {parts.map((part) => (
          <div key={part.label} className="manual__part">
            {parts.length > 1 && <div className="manual__partname">{part.label}</div>}
            {part.list.map((each) => (
              <button
                key={idOf(each)}
                type="button"
                className={each === report ? "manual__chapter is-current" : "manual__chapter"}
                aria-current={each === report ? "page" : undefined}
                onClick={() => void navigate({ to: "/reports", search: { report: idOf(each) } })}
              >
                {say(each.label)}
              </button>
            ))}
          </div>
        ))}
      </nav>
      <div className="reports" data-print>
        {found.error && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && reports.length === 0 && <Empty title={t("reports.empty")} text={t("reports.emptyText")} />}
        {report?.kind === "workbook" && (
          <ReportView
            key={report.name}
            report={report}
            at={at}
            onAt={(next) => void navigate({ to: "/reports", search: { report: at.report, ...next }, replace: true })}
          />
        )}
        {report && report.kind !== "workbook" && (
          <SavedReport key={idOf(report)} report={report} onRun={() => keepFlag("report", "1")} />
        )}
      </div>
    </div>
  );
}

function ReportView(props: { report: Report; at: ReportsAt; onAt: (at: ReportsAt) => void }) {
  const { report, onAt } = props;
  const { month, all } = props.at;
  const { t, say } = useWords();
  const span: Span = all ? "all" : "month";
  const isWorkbook = report.kind === "workbook";
  const deals = useEntity("opportunity");
  const params = isWorkbook ? (span === "all" ? { all: true } : month ? { month } : {}) : undefined;
  const figures = useAnswer("reports.figures", { name: report.name, params }, ["*"], isWorkbook);
  const shown = month ?? figures.data?.month;

  return (
    <>
      <header className="pagehead">
        <div>
          <h2 className="pagehead__title">{figures.data?.title || say(report.label)}</h2>
          <p className="pagehead__text">{figures.data?.period ?? t("reports.text")}</p>
        </div>
        <div className="pagehead__actions">
          {isWorkbook && (
            <>
              <Segmented<Span>
                aria-label={t("reports.month")}
                value={span}
                onChange={(next) => onAt({ month, all: next === "all" ? true : undefined })}
                options={[
                  { value: "month", label: t("reports.month") },
                  { value: "all", label: t("reports.allTime") },
                ]}
              />
              {span === "month" && (
                <DatePicker
                  picker="month"
                  aria-label={t("reports.month")}
                  allowClear={false}
                  value={shown ? dayjs(`${shown}-01`) : null}
                  onChange={(picked) => onAt({ month: picked?.format("YYYY-MM") })}
                />
              )}
            </>
          )}
          {deals && may(deals, "export") && (
            <RunReport of={{ name: report.name, params }} onRun={() => keepFlag("report", "1")} />
          )}
        </div>
      </header>
      <Scroll label={say(report.label)}>
        {figures.error && <FaultPanel fault={figures.error} onRetry={() => void figures.refetch()} />}
        {isWorkbook && figures.isPending && (
          <Delayed>
            <p className="faint">{t("state.loading")}</p>
          </Delayed>
        )}
        {figures.data && <ReportFigures figures={figures.data} />}
      </Scroll>
    </>
  );
}
