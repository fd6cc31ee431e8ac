import { DatePicker } from "antd";
import dayjs from "dayjs";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { readDay, sayTime, toDay } from "@/lib/day";
import { parseInstant, showInstant } from "@/lib/instant";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { type InputProps, textOf } from "./input";
import { Typed } from "./Typed";

/** InstantInput takes a day and an hour as people say them (明天下午3点, 下周三 15:00); the calendar is one press away. */
export function InstantInput(props: InputProps) {
  const { t, lang } = useWords();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const text = textOf(props.value);
  return (
    <div className="dayinput">
      <Typed
        {...props}
        placeholder={props.tight ? undefined : t("entry.instantHint")}
        show={showInstant}
        read={(typed) => parseInstant(typed, now, text || undefined)}
        echo={(at) => `${readDay(toDay(new Date(at)), lang, now)} ${sayTime(at, lang)}`}
        problem={t("entry.badInstant")}
        suffix={
          <button
            type="button"
            className="iconbutton iconbutton--small"
            tabIndex={-1}
            aria-label={t("relative.exact")}
            disabled={props.disabled}
            onClick={() => setOpen((was) => !was)}
          >
            <CalendarClock size={15} aria-hidden />
          </button>
        }
      />
      {open && (
        <DatePicker
          className="dayinput__calendar"
          open
          aria-hidden
          showTime={{ format: "HH:mm", minuteStep: 5 }}
          value={text ? dayjs(text) : null}
          onOpenChange={(is) => setOpen(is)}
          onChange={(picked) => {
            props.onChange(picked ? picked.toDate().toISOString() : undefined);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}
