import { CalendarDays } from "lucide-react";
import { parseDay, readDay, toDay } from "@/lib/day";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { WithCalendar } from "./WithCalendar";

/** DayInput takes a day as people write it: 明天, 下周五, 3/8. */
export function DayInput(props: InputProps & { placeholder?: string }) {
  const { t, lang } = useWords();
  const now = useNow();
  return (
    <WithCalendar
      {...props}
      icon={CalendarDays}
      placeholder={props.placeholder ?? t("form.dayHint")}
      show={(value) => value}
      read={(typed) => parseDay(typed, now)}
      echo={(day) => readDay(day, lang, now)}
      problem={t("form.badDay")}
      keep={toDay}
    />
  );
}
