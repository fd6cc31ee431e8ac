import { addDays, type DayText, toDay } from "@/lib/day";

export interface QuickDay {
  key: "tomorrow" | "dayAfter" | "nextMonday" | "inAWeek" | "inTwoWeeks";
  day: DayText;
}

/** quickDays are the days that are chosen by one press when something is put off or planned. */
export function quickDays(now: Date): QuickDay[] {
  const weekday = now.getDay() === 0 ? 7 : now.getDay();
  const days: QuickDay[] = [
    { key: "tomorrow", day: toDay(addDays(now, 1)) },
    { key: "dayAfter", day: toDay(addDays(now, 2)) },
    { key: "nextMonday", day: toDay(addDays(now, 8 - weekday)) },
    { key: "inAWeek", day: toDay(addDays(now, 7)) },
    { key: "inTwoWeeks", day: toDay(addDays(now, 14)) },
  ];
  // On a Sunday tomorrow is next Monday: a day is offered once.
  return days.filter((each, at) => days.findIndex((other) => other.day === each.day) === at);
}
