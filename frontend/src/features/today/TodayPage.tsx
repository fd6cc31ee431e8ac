import { Button } from "antd";
import { CalendarPlus, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { may, useAnswer, useDescribe, useEntity } from "@/api";
import { toDay } from "@/lib/day";
import { stored } from "@/lib/stored";
import { openForm } from "@/records/form/store";
import { Delayed } from "@/ui/Delayed";
import { FaultPanel } from "@/ui/FaultPanel";
import { useNow } from "@/ui/now";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { sectionsOf, snooze, type Today, useSnoozed } from "./items";
import { Nothing, useNewBook } from "./Nothing";
import { Section } from "./Section";
import { Side } from "./Side";
import { useTodayKeys } from "./useTodayKeys";

const sources = ["followUp", "followUpPlan", "opportunity", "order", "customer", "contact"];

/** TodayPage says what needs me now: plans, deals to mind, orders to ship, customers long not heard of. */
export function TodayPage() {
  const { t, lang } = useWords();
  const now = useNow();
  const { user } = useDescribe();
  const leads = user.roles.some((role) => role === "manager" || role === "owner");
  const [everybody, setEverybody] = useState(() => leads && (stored.get<boolean>("todayEverybody") ?? false));
  const found = useAnswer("today.get", { everybody, limit: 50 }, sources);
  const today = found.data;
  const fresh = useNewBook(today?.sections.every((section) => section.total === 0));
  // Over midnight another day begins.
  const day = toDay(now);
  const { refetch } = found;
  const asked = useRef(day);
  useEffect(() => {
    if (asked.current === day) return;
    asked.current = day;
    void refetch();
  }, [day, refetch]);
  return (
    <div className="page page--read">
      <header className="pagehead">
        <div>
          <h1 className="pagehead__title">
            {t("today.title")}
            <span className="today__date">
              {new Intl.DateTimeFormat(lang, { month: "long", day: "numeric", weekday: "long" }).format(now)}
            </span>
          </h1>
          <p className="pagehead__text">{today ? summaryOf(today, t) : " "}</p>
        </div>
        <div className="pagehead__actions">
          {leads && (
            <Segmented
              aria-label={t("today.whose")}
              value={everybody ? "all" : "mine"}
              options={[
                { value: "mine", label: t("today.mine") },
                { value: "all", label: t("today.everybody") },
              ]}
              onChange={(value) => {
                setEverybody(value === "all");
                stored.set("todayEverybody", value === "all");
              }}
            />
          )}
          <First fresh={fresh} />
        </div>
      </header>
      {found.error && !today && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
      {!today && !found.error && (
        <Delayed>
          <p className="list__waiting">{t("state.loading")}</p>
        </Delayed>
      )}
      {today && <Work today={today} everybody={everybody} fresh={fresh} />}
    </div>
  );
}

/** First is the one first action of the page: in a new book there is nobody yet to plan for. */
function First({ fresh }: { fresh: boolean | undefined }) {
  const { t } = useWords();
  const plan = useEntity("followUpPlan");
  const customer = useEntity("customer");
  if (fresh && customer && may(customer, "create"))
    return (
      <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={() => openForm({ entity: "customer" })}>
        {t("today.newCustomer")}
      </Button>
    );
  if (!plan || !may(plan, "create")) return null;
  return (
    <Button
      type="primary"
      icon={<CalendarPlus size={15} aria-hidden />}
      onClick={() => openForm({ entity: "followUpPlan", preset: { dueOn: toDay(new Date()) } })}
    >
      {t("today.plan")}
    </Button>
  );
}

function Work({ today, everybody, fresh }: { today: Today; everybody: boolean; fresh: boolean | undefined }) {
  const { t } = useWords();
  const snoozed = useSnoozed((each) => each.until);
  const { sections, hidden } = sectionsOf(today, snoozed, today.on, everybody);
  const keys = useTodayKeys(sections.flatMap((section) => section.items));
  const done = today.figures.find((figure) => figure.key === "done")?.count ?? 0;
  return (
    <div className="today">
      <div className="today__main" ref={keys.place}>
        {sections.length === 0 && <Nothing done={done} fresh={fresh} />}
        {sections.map((section) => (
          <Section key={section.kind} {...section} keys={keys} />
        ))}
        {hidden > 0 && (
          <p className="today__hidden">
            {t("today.hidden", { count: hidden })}
            <button type="button" className="linklike" onClick={() => snooze()}>
              {t("today.show")}
            </button>
          </p>
        )}
        {sections.length > 0 && <p className="today__keys">{t("today.keys")}</p>}
      </div>
      <Side figures={today.figures} />
    </div>
  );
}

function summaryOf(today: Today, t: ReturnType<typeof useWords>["t"]): string {
  const plans = today.sections.find((section) => section.kind === "plan")?.total ?? 0;
  const done = today.figures.find((figure) => figure.key === "done")?.count ?? 0;
  return t("today.summary", { overdue: today.overdue, today: Math.max(0, plans - today.overdue), done });
}
