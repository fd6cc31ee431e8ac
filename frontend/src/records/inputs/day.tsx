import { DatePicker } from "antd";
import dayjs from "dayjs";
import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { parseDay, readDay, toDay } from "@/lib/day";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { type InputProps, textOf } from "./input";
import { Typed } from "./Typed";

/** DayInput takes a day as people write it (明天, 下周五, 3/8); the calendar is one press away. */
export function DayInput(props: InputProps & { placeholder?: string }) {
  const { t, lang } = useWords();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const text = textOf(props.value);
  return (
    <div className="dayinput">
      <Typed
        {...props}
        placeholder={props.placeholder ?? t("form.dayHint")}
        show={(value) => value}
        read={(typed) => parseDay(typed, now)}
        echo={(day) => readDay(day, lang, now)}
        problem={t("form.badDay")}
        suffix={
          <button
            type="button"
            className="iconbutton iconbutton--small"
            tabIndex={-1}
            aria-label={t("relative.exact")}
            disabled={props.disabled}
            onClick={() => setOpen((was) => !was)}
          >
            <CalendarDays size={15} aria-hidden />
          </button>
        }
      />
      {open && (
        <DatePicker
          className="dayinput__calendar"
          open
          aria-hidden
          value={text ? dayjs(text) : null}
          onOpenChange={(is) => setOpen(is)}
          onChange={(picked) => {
            props.onChange(picked ? toDay(picked.toDate()) : undefined);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}
