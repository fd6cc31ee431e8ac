import { Input } from "antd";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

export function TextInput(props: InputProps) {
  return (
    <Input
      id={props.id}
      value={textOf(props.value)}
      maxLength={props.spec.max || undefined}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      autoComplete="off"
      onChange={(event) => props.onChange(event.target.value === "" ? undefined : event.target.value)}
      {...ariaOf(props)}
    />
  );
}
