import { addDays, type DayText, toDay } from "@/lib/day";

/** Days that are chosen by one press when something is put off or planned. */
export function quickDays(
  now: Date,
): { key: "tomorrow" | "dayAfter" | "nextMonday" | "inAWeek" | "inTwoWeeks"; day: DayText }[] {
  const weekday = now.getDay() === 0 ? 7 : now.getDay();
  return [
    { key: "tomorrow", day: toDay(addDays(now, 1)) },
    { key: "dayAfter", day: toDay(addDays(now, 2)) },
    { key: "nextMonday", day: toDay(addDays(now, 8 - weekday)) },
    { key: "inAWeek", day: toDay(addDays(now, 7)) },
    { key: "inTwoWeeks", day: toDay(addDays(now, 14)) },
  ];
}
