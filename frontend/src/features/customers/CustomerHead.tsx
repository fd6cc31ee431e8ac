import type { ReactNode } from "react";
import { type EntityDescription, type FlatRecord, useAnswer, useEntity } from "@/api";
import { sayDay, toDay } from "@/lib/day";
import { showMoney } from "@/lib/money";
import { useOpenList } from "@/records/useOpenList";
import { useNow } from "@/ui/now";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";

/** CustomerHead is the few figures one wants before calling: what they bought, what is open, when we last spoke, what is next. */
export function CustomerHead({ record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t, lang } = useWords();
  const now = useNow();
  const openList = useOpenList();
  const of = { field: "customerId", op: "eq", value: record.id };
  // To whoever may not read deals nothing is said of them, rather than zero.
  const deals = useEntity("opportunity") !== undefined;
  const found = useAnswer(
    "records.aggregate",
    {
      entity: "opportunity",
      where: of,
      groups: [{ field: "stage" }],
      measures: [{ op: "count" }, { op: "sum", field: "amount" }],
    },
    ["opportunity"],
    deals,
  );
  const sum = (isIt: (stage: unknown) => boolean) => {
    let count = 0;
    let amount = 0;
    for (const row of found.data?.rows ?? []) {
      if (!isIt(row.keys[0])) continue;
      count += Number(row.values[0] ?? 0);
      // Fen are whole numbers: no sum of a customer's deals leaves what a float holds exactly.
      amount += Math.round(Number(row.values[1] ?? 0) * 100);
    }
    return { count, amount: (amount / 100).toFixed(2) };
  };
  const won = sum((stage) => stage === "won");
  const open = sum((stage) => stage !== "won" && stage !== "lost");
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  const last = typeof record.lastFollowUpOn === "string" ? record.lastFollowUpOn : undefined;
  const next = typeof record.nextFollowUpOn === "string" ? record.nextFollowUpOn : undefined;
  const ago = last ? daysBetween(last, now) : 0;
  const late = next ? daysBetween(next, now) : 0;
  return (
    <div className="figures">
      {deals && (
        <>
          <Figure
            name={t("customer.wonTotal")}
            detail={t("customer.count", { count: won.count })}
            onClick={() =>
              openList("opportunity", { where: { and: [of, { field: "stage", op: "eq", value: "won" }] } })
            }
          >
            <span className="figure">{showMoney(won.amount)}</span>
          </Figure>
          <Figure
            name={t("customer.openAmount")}
            detail={t("customer.count", { count: open.count })}
            onClick={() =>
              openList("opportunity", { where: { and: [of, { field: "stage", op: "notIn", value: ["won", "lost"] }] } })
            }
          >
            <span className="figure">{showMoney(open.amount)}</span>
          </Figure>
        </>
      )}
      <Figure
        name={t("customer.lastFollowUp")}
        detail={last && ago > 1 ? sayDay(last, lang, now, words) : ""}
        onClick={() => openList("followUp", { where: of, sort: [{ field: "at", desc: true }] })}
      >
        {last
          ? ago > 1
            ? t("customer.daysAgo", { count: ago })
            : sayDay(last, lang, now, words)
          : t("customer.never")}
      </Figure>
      <Figure
        name={t("customer.nextPlan")}
        detail={next && late > 0 ? sayDay(next, lang, now, words) : ""}
        onClick={() => openList("followUpPlan", { where: of, sort: [{ field: "status" }, { field: "dueOn" }] })}
      >
        {next === undefined ? (
          t("customer.never")
        ) : late > 0 ? (
          <Tone tone="bad">{t("customer.daysLate", { count: late })}</Tone>
        ) : (
          sayDay(next, lang, now, words)
        )}
      </Figure>
    </div>
  );
}

function Figure(props: { name: string; detail: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="figurebox" onClick={props.onClick}>
      <span className="figurebox__name">{props.name}</span>
      <span className="figurebox__value">{props.children}</span>
      <span className="figurebox__detail">{props.detail}</span>
    </button>
  );
}

function daysBetween(day: string, now: Date): number {
  return Math.round((Date.parse(toDay(now)) - Date.parse(day)) / 86_400_000);
}
