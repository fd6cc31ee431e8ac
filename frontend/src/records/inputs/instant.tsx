import { CalendarClock } from "lucide-react";
import { readDay, sayTime, toDay } from "@/lib/day";
import { parseInstant, showInstant } from "@/lib/instant";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { type InputProps, textOf } from "./input";
import { WithCalendar } from "./WithCalendar";

/** InstantInput takes a day and an hour as people say them: 明天下午3点, 下周三 15:00. */
export function InstantInput(props: InputProps) {
  const { t, lang } = useWords();
  const now = useNow();
  return (
    <WithCalendar
      {...props}
      icon={CalendarClock}
      hour
      placeholder={props.tight ? undefined : t("entry.instantHint")}
      show={showInstant}
      read={(typed) => parseInstant(typed, now, textOf(props.value) || undefined)}
      echo={(at) => `${readDay(toDay(new Date(at)), lang, now)} ${sayTime(at, lang)}`}
      problem={t("entry.badInstant")}
      keep={(moment) => moment.toISOString()}
    />
  );
}
