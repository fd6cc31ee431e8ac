import { Link } from "@tanstack/react-router";
import { CalendarClock, Check, Circle, Moon, Package, Target, Users } from "lucide-react";
import { fieldOf, useEntity } from "@/api";
import { sayDay, sayTime, toDay } from "@/lib/day";
import { Cell } from "@/records/cells";
import { wayIcon } from "@/records/Way";
import { useNow } from "@/ui/now";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { keyOf, leadsTo, type TodayItem } from "./items";
import { MoveMenu } from "./MoveMenu";
import { Talk } from "./Talk";
import { useItemActions } from "./useItemActions";
import type { TodayKeys } from "./useTodayKeys";

const kindIcons: { [kind: string]: typeof Circle } = {
  promised: CalendarClock,
  deal: Target,
  order: Package,
  silent: Users,
};

/** Item is one thing that waits, with what can be done about it right here. */
export function Item({ item, keys }: { item: TodayItem; keys: TodayKeys }) {
  const { t, say } = useWords();
  const way = fieldOf(useEntity("followUpPlan"), "way")?.options?.find((option) => option.value === item.way);
  const key = keyOf(item);
  const to = leadsTo(item);
  const actions = useItemActions(item, keys);
  const talks = keys.opened?.key === key && keys.opened.what === "talk";
  const moves = keys.opened?.key === key && keys.opened.what === "move";
  const Icon = wayIcon(item.way) ?? kindIcons[item.kind] ?? Circle;
  const title = item.title;
  const isPlan = item.kind === "plan";
  return (
    <li className={talks ? "todo is-open" : "todo"}>
      <div
        className="todo__row"
        data-item={key}
        role="group"
        aria-label={title}
        tabIndex={keys.at === key || keys.at === undefined ? 0 : -1}
        onFocus={() => keys.setAt(key)}
      >
        {isPlan ? (
          <button
            type="button"
            className="todo__check"
            aria-label={t("today.doneOf", { title })}
            title={`${t("today.done")} D`}
            onClick={() => keys.open({ key, what: "talk" })}
          >
            <Check size={13} aria-hidden />
          </button>
        ) : (
          <span className="todo__mark" aria-hidden>
            <Icon size={15} />
          </span>
        )}
        <div className="todo__words">
          <div className="todo__first">
            <Link className="todo__title" tabIndex={-1} to="/records/$entity/$id" params={to}>
              {title}
            </Link>
            <When item={item} />
          </div>
          <div className="todo__second">
            {isPlan && way && (
              <span className="withicon">
                <Icon size={13} aria-hidden />
                {say(way.label)}
              </span>
            )}
            <About item={item} />
          </div>
        </div>
        <div className="todo__actions">
          {item.kind !== "order" && (
            <>
              <button
                type="button"
                className="todo__action"
                title={`${isPlan ? t("today.done") : t("today.record")} D`}
                aria-label={t(isPlan ? "today.doneOf" : "today.recordOf", { title })}
                onClick={() => keys.open({ key, what: "talk" })}
              >
                {isPlan ? t("today.done") : t("today.record")}
              </button>
              <MoveMenu
                open={moves}
                label={t(isPlan ? "today.toDay" : "today.planDay")}
                onOpen={(is) => keys.open(is ? { key, what: "move" } : undefined)}
                onDay={(day) => void actions.move(day)}
              >
                <button
                  type="button"
                  className="todo__action"
                  title={`${isPlan ? t("today.postpone") : t("today.arrange")} P`}
                  aria-label={t(isPlan ? "today.postponeOf" : "today.arrangeOf", { title })}
                >
                  <CalendarClock size={14} aria-hidden />
                  {isPlan ? t("today.postpone") : t("today.arrange")}
                </button>
              </MoveMenu>
            </>
          )}
          <button
            type="button"
            className="iconbutton"
            title={`${t("today.snooze")} S`}
            aria-label={t("today.snoozeOf", { title })}
            onClick={actions.later}
          >
            <Moon size={14} aria-hidden />
          </button>
        </div>
      </div>
      {talks && (
        <Talk item={item} onDone={() => keys.leave(key)} onCancel={() => keys.open()} onClose={actions.complete} />
      )}
    </li>
  );
}

// What stands under the title: customer, person and number, stage and amount; for a plan also the deal it is about.
function About({ item }: { item: TodayItem }) {
  const { t } = useWords();
  const deal = useEntity("opportunity");
  const order = useEntity("order");
  const customer = useEntity("customer");
  const stage = item.kind === "order" ? fieldOf(order, "status") : fieldOf(deal, "stage");
  const amount = fieldOf(deal, "amount");
  const level = fieldOf(customer, "level");
  const phone = fieldOf(customer, "phone");
  const showsCustomer = item.customer && item.kind !== "silent";
  return (
    <>
      {showsCustomer && item.customerId && (
        <Link
          className="reflink todo__customer"
          tabIndex={-1}
          to="/records/$entity/$id"
          params={{ entity: "customer", id: item.customerId }}
        >
          {item.customer}
        </Link>
      )}
      {item.kind === "silent" && level && item.level && <Cell spec={level} value={item.level} />}
      {item.about && item.subject && item.subject.entity !== "contact" && (
        <span className="todo__part">{item.about}</span>
      )}
      {item.stage && stage && <Cell spec={stage} value={item.stage} />}
      {amount && item.amount && item.amount !== "0.00" && <Cell spec={amount} value={item.amount} />}
      {item.contact && <span className="todo__part">{item.contact}</span>}
      {phone && item.phone && item.kind !== "order" && <Cell spec={phone} value={item.phone} />}
      {item.owner && <span className="faint">{item.owner}</span>}
      {item.specialDemand && (
        <span className="todo__demand" title={item.specialDemand}>
          {item.specialDemand}
        </span>
      )}
      {item.kind === "silent" && !item.lastFollowUpOn && <span>{t("today.never")}</span>}
    </>
  );
}

// Why it is here now. What is late is said in words, not by colour alone.
function When({ item }: { item: TodayItem }) {
  const { t, lang } = useWords();
  const now = useNow();
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  if (item.kind === "plan" || item.kind === "promised") {
    if (item.overdue)
      return (
        <span className="todo__when" title={item.on && sayDay(item.on, lang, now, words)}>
          <Tone tone="bad">{t("today.overdueDays", { count: -item.days })}</Tone>
        </span>
      );
    return (
      <span className="todo__when">
        {item.at ? t("today.todayAt", { time: sayTime(item.at, lang) }) : t("today.today")}
      </span>
    );
  }
  if (item.kind === "order")
    return (
      <span className="todo__when">
        <Tone tone="attention">{t("today.ordered", { count: -item.days })}</Tone>
      </span>
    );
  const silentFor = item.lastFollowUpOn ? daysSince(item.lastFollowUpOn, now) : undefined;
  if (item.kind === "silent")
    return (
      <span className="todo__when" title={item.lastFollowUpOn && sayDay(item.lastFollowUpOn, lang, now, words)}>
        <Tone tone="attention">
          {silentFor === undefined ? t("today.never") : t("today.idle", { count: silentFor })}
        </Tone>
      </span>
    );
  return (
    <span className="todo__when">
      {(item.reasons ?? []).map((reason) => (
        <span key={reason}>
          {reason === "overdue" && <Tone tone="bad">{t("today.closePassed", { count: -item.days })}</Tone>}
          {reason === "closing" && (
            <Tone tone="accent">
              {item.days === 0 ? t("today.closeToday") : t("today.closeIn", { count: item.days })}
            </Tone>
          )}
          {reason === "noNextStep" && <Tone tone="attention">{t("today.noNextStep")}</Tone>}
          {reason === "idle" && silentFor !== undefined && (
            <Tone tone="attention">{t("today.idle", { count: silentFor })}</Tone>
          )}
        </span>
      ))}
    </span>
  );
}

function daysSince(day: string, now: Date): number {
  return Math.round((Date.parse(toDay(now)) - Date.parse(day)) / 86_400_000);
}
