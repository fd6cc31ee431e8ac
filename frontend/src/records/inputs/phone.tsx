import { Input } from "antd";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

export function PhoneInput(props: InputProps) {
  return (
    <Input
      id={props.id}
      inputMode="tel"
      value={textOf(props.value)}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => props.onChange(event.target.value === "" ? undefined : event.target.value)}
      {...ariaOf(props)}
    />
  );
}
