import { DatePicker } from "antd";
import dayjs from "dayjs";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

export function InstantInput(props: InputProps) {
  const text = textOf(props.value);
  return (
    <DatePicker
      id={props.id}
      className="wide"
      showTime={{ format: "HH:mm", minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      value={text ? dayjs(text) : null}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      onChange={(picked) => props.onChange(picked ? picked.toDate().toISOString() : undefined)}
      {...ariaOf(props)}
    />
  );
}
