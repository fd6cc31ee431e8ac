import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { Check, X } from "lucide-react";
import { type Output, useAnswer, useDescribe } from "@/api";
import { openForm } from "@/records/form/store";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { useFlags } from "./start";

const steps = ["customers", "followUp", "plan", "deal", "report"] as const;
type Step = (typeof steps)[number];

/** Checklist is the first five things to do. Each ticks itself when the book shows that it was done. */
export function Checklist({ start }: { start: Output<"start.get"> }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const notice = useNotice();
  const { flags, known, keep } = useFlags();
  const { own } = start;
  const { user } = useDescribe();
  const backup = useAnswer("backup.get", {}, ["setting"], user.admin).data;
  const unsafe = backup?.possible === true && !backup.folder;
  const done: { [step in Step]: boolean } = {
    customers: (own.customer ?? 0) > 0,
    followUp: (own.followUp ?? 0) > 0,
    plan: (own.followUpPlan ?? 0) > 0,
    deal: start.moved > 0,
    report: flags.report !== undefined,
  };
  const act: { [step in Step]: () => void } = {
    customers: () => void navigate({ to: "/import", search: { entity: "customer" } }),
    followUp: () => openForm({ entity: "followUp", preset: { at: new Date().toISOString() } }),
    plan: () => openForm({ entity: "followUpPlan" }),
    deal: () => void navigate({ to: "/records/$entity", params: { entity: "opportunity" }, search: { as: "board" } }),
    report: () => void navigate({ to: "/reports" }),
  };
  const count = steps.filter((step) => done[step]).length;
  if (!known || flags.steps === "off") return null;
  const all = count === steps.length;
  const next = steps.find((step) => !done[step]);
  return (
    <section className="steps" aria-label={t("start.steps")}>
      <div className="steps__head">
        <h2 className="panel__title">{all ? t("start.stepsDone") : t("start.steps")}</h2>
        <span className="faint">{t("start.stepsCount", { count, of: steps.length })}</span>
        <Button
          type="text"
          size="small"
          className="steps__close"
          icon={<X size={15} aria-hidden />}
          aria-label={t("start.stepsOff")}
          title={t("start.stepsOff")}
          onClick={() => void keep("steps", "off").catch(notice.failed)}
        />
      </div>
      <ol className="steps__list">
        {steps.map((step, n) => (
          <li key={step}>
            <button
              type="button"
              className={`steps__step${done[step] ? " is-done" : ""}${step === next ? " is-next" : ""}`}
              onClick={act[step]}
            >
              <span className="steps__mark" aria-hidden>
                {done[step] ? <Check size={13} /> : n + 1}
              </span>
              <span className="steps__words">
                <span className="steps__name">
                  {t(`start.step.${step}`)}
                  {done[step] && <span className="unseen"> · {t("start.stepDone")}</span>}
                </span>
                <span className="steps__text">{t(`start.stepText.${step}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      {unsafe && (
        <p className="steps__more">
          <Link to="/health">{t("backup.hint")}</Link>
        </p>
      )}
    </section>
  );
}
