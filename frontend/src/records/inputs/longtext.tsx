import { Input } from "antd";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

export function LongTextInput(props: InputProps) {
  return (
    <Input.TextArea
      id={props.id}
      value={textOf(props.value)}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      autoSize={props.tight ? { minRows: 1, maxRows: 6 } : { minRows: 3, maxRows: 14 }}
      onChange={(event) => props.onChange(event.target.value === "" ? undefined : event.target.value)}
      {...ariaOf(props)}
    />
  );
}
