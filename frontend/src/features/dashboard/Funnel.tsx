import { ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { useAnswer, type Where } from "@/api";
import { group } from "@/lib/money";
import { both } from "@/records/filter/model";
import { useOpenList } from "@/records/useOpenList";
import { useWords } from "@/ui/words";
import { during, lost, scopeWhere } from "./ask";
import { useLooking } from "./context";
import { Panel } from "./Panel";
import { type Sheet, shortValue, showValue } from "./sheet";

/** Funnel shows how far the opportunities of a period came: how many reached each stage, went on, and how long they stayed. */
export function Funnel() {
  const { t, lang } = useWords();
  const { span, scope, about, large } = useLooking();
  const cohort = useMemo(() => both(during("openedOn", span), scopeWhere(scope)), [span, scope]);
  const found = useAnswer("reports.funnel", { where: cohort }, ["opportunity", "pipeline", "user"]);
  const stages = found.data?.stages;
  const title = t("dashboard.funnel");
  const steps = useMemo(() => (stages ?? []).map((stage, n) => stepOf(stage, n, cohort)), [stages, cohort]);
  const sheet = useMemo((): Sheet | undefined => {
    if (!stages) return undefined;
    const some = (stages[0]?.count ?? 0) > 0;
    return {
      entity: "opportunity",
      title,
      about: t("dashboard.openedIn", { about }),
      kind: "funnel",
      labels: [t("dashboard.stage")],
      series: [
        { name: t("dashboard.reached"), format: "whole" },
        { name: t("dashboard.amount"), format: "money" },
        { name: t("dashboard.wentOn"), format: "share" },
        { name: t("dashboard.here"), format: "whole" },
        { name: t("dashboard.meanDays"), format: "plain" },
        { name: t("dashboard.medianDays"), format: "plain" },
      ],
      rows: !some
        ? []
        : stages.map((stage, n) => {
            const { reached, here, left } = steps[n] ?? {};
            const next = stages[n + 1];
            return {
              labels: [stage.name],
              values: [
                String(stage.count),
                stage.amount,
                next && stage.count > 0 ? String(next.count / stage.count) : null,
                String(stage.nowCount),
                stage.leftCount > 0 ? String(stage.meanDays) : null,
                stage.leftCount > 0 ? String(stage.medianDays) : null,
              ],
              open: [reached, reached, steps[n + 1]?.reached, here, left, left],
            };
          }),
      drawn: 1,
    };
  }, [stages, steps, title, about, t]);
  const openList = useOpenList();
  const open = (where: Where | undefined) => openList("opportunity", { where });
  const most = Math.max(1, ...(stages ?? []).map((stage) => stage.count));
  const lostCount = found.data?.lostCount ?? 0;
  const all = stages?.[0]?.count ?? 0;
  const last = stages?.at(-1)?.count ?? 0;
  return (
    <Panel
      sheet={sheet}
      title={title}
      finding={
        all > 0 ? (
          <>
            {t("dashboard.funnelFinding", {
              all: group(String(all)),
              part: showValue("share", String(last / all), lang),
            })}
            {lostCount > 0 && (
              <>
                {" · "}
                <button type="button" className="linklike" onClick={() => open(both(lost, cohort))}>
                  {t("dashboard.lostOfThem", { lost: group(String(lostCount)) })}
                </button>
              </>
            )}
          </>
        ) : undefined
      }
      stale={found.isPlaceholderData}
      fault={found.error}
      onRetry={() => void found.refetch()}
      large={large}
      empty={t("dashboard.nothingOpened")}
    >
      <ol className="funnel">
        {(stages ?? []).map((stage, n) => {
          const step = steps[n];
          const next = stages?.[n + 1];
          return (
            <li key={stage.stage} className="funnel__step" data-stage={stage.stage}>
              <button
                type="button"
                className="funnel__row"
                onClick={() => open(step?.reached)}
                title={t("dashboard.reachedTip", { stage: stage.name, count: stage.count })}
              >
                <span className="funnel__name">{stage.name}</span>
                <span className="funnel__track" aria-hidden>
                  {stage.count > 0 && (
                    <span className="funnel__bar" style={{ width: `${(100 * stage.count) / most}%` }} />
                  )}
                </span>
                <span className="funnel__count">{t("dashboard.dealsFew", { shown: group(String(stage.count)) })}</span>
                <span className="funnel__amount">{shortValue("money", Number(stage.amount), lang)}</span>
              </button>
              {next && stage.count > 0 && (
                <div className="funnel__between">
                  <span className="funnel__on">
                    <ChevronRight size={12} aria-hidden />
                    {t("dashboard.wentOnWords", { part: showValue("share", String(next.count / stage.count), lang) })}
                  </span>
                  {stage.leftCount > 0 && (
                    <button
                      type="button"
                      className="funnel__days"
                      title={t("dashboard.daysTip", { count: stage.leftCount })}
                      onClick={() => open(step?.left)}
                    >
                      {t("dashboard.daysWords", {
                        mean: showValue("plain", String(stage.meanDays), lang),
                        median: showValue("plain", String(stage.medianDays), lang),
                      })}
                    </button>
                  )}
                  {stage.nowCount > 0 && (
                    <button type="button" className="funnel__now" onClick={() => open(step?.here)}>
                      {t("dashboard.hereWords", { count: stage.nowCount })}
                    </button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function stepOf(stage: { stage: string; reach: string[] }, n: number, cohort: Where | undefined) {
  return {
    reached: n === 0 ? cohort : both(cohort, { field: "stageLog.to", op: "in", value: stage.reach }),
    here: both(cohort, { field: "stage", op: "eq", value: stage.stage }),
    left: both(cohort, { field: "stageLog.from", op: "eq", value: stage.stage }),
  };
}
