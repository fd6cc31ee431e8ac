import { ofDay, toDay } from "@/lib/day";

/** What is next with a deal: nothing planned, a plan that is late, one for today, one for later. */
export type Next = "none" | "overdue" | "today" | "planned";

/** How a deal stands today. */
export interface Standing {
  /** Days it has been in its stage. */
  age?: number;
  /** Days since anything happened with it. */
  idle?: number;
  next?: Next;
  /** late: nothing happened for too long. waiting: something is due. */
  edge?: "late" | "waiting";
}

/** daysBetween counts the days from one to the other; undefined where either is no day. */
export function daysBetween(from: string | undefined, to: string): number | undefined {
  const a = from === undefined ? undefined : ofDay(from);
  const b = ofDay(to);
  return a && b ? Math.round((b.getTime() - a.getTime()) / 86_400_000) : undefined;
}

/** What is known of the customer of a deal. */
export interface Activity {
  lastOn?: string;
  nextOn?: string;
}

/** standing judges a deal: how long it rests, what is next, whether it needs care. Activity is undefined until it is known. */
export function standing(
  deal: { stageSince?: string; expectedCloseOn?: string },
  activity: Activity | undefined,
  lane: { rotDays: number; end?: string },
  now: Date,
): Standing {
  const today = toDay(now);
  const age = notNegative(daysBetween(deal.stageSince, today));
  if (lane.end || !activity) return { age };
  const latest = [deal.stageSince, activity.lastOn]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const idle = notNegative(daysBetween(latest, today));
  const next = nextOf(activity.nextOn, today);
  const rotten = lane.rotDays > 0 && idle !== undefined && idle > lane.rotDays;
  const due = next === "overdue" || (deal.expectedCloseOn !== undefined && deal.expectedCloseOn < today);
  return { age, idle, next, edge: rotten ? "late" : due ? "waiting" : undefined };
}

function nextOf(on: string | undefined, today: string): Next {
  if (on === undefined) return "none";
  if (on < today) return "overdue";
  return on === today ? "today" : "planned";
}

function notNegative(days: number | undefined): number | undefined {
  return days === undefined ? undefined : Math.max(0, days);
}
