import { DatePicker } from "antd";
import dayjs from "dayjs";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";
import { useWords } from "@/ui/words";
import { type InputProps, textOf } from "./input";
import { Typed } from "./Typed";

/** WithCalendar is an input for something on a day, typed as people write it; the calendar is one press away. */
export function WithCalendar(
  props: InputProps & {
    icon: LucideIcon;
    /** The hour is chosen along with the day. */
    hour?: boolean;
    placeholder?: string;
    show: (value: string) => string;
    read: (typed: string) => string | undefined;
    echo: (value: string) => string;
    problem: string;
    /** What is kept of a moment chosen in the calendar. */
    keep: (moment: Date) => string;
  },
) {
  const { icon: Icon, hour, keep, ...typed } = props;
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const text = textOf(props.value);
  return (
    <div className="dayinput">
      <Typed
        {...typed}
        suffix={
          <button
            type="button"
            className="iconbutton iconbutton--small"
            tabIndex={-1}
            aria-label={t("relative.exact")}
            disabled={props.disabled}
            onClick={() => setOpen((was) => !was)}
          >
            <Icon size={15} aria-hidden />
          </button>
        }
      />
      {open && (
        <DatePicker
          className="dayinput__calendar"
          open
          aria-hidden
          showTime={hour ? { format: "HH:mm", minuteStep: 5 } : undefined}
          value={text ? dayjs(text) : null}
          onOpenChange={(is) => setOpen(is)}
          onChange={(picked) => {
            props.onChange(picked ? keep(picked.toDate()) : undefined);
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}
