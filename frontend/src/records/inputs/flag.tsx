import { Switch } from "antd";
import { ariaOf, type InputProps } from "./input";

export function FlagInput(props: InputProps) {
  return (
    <Switch
      id={props.id}
      checked={props.value === true}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      onChange={(on) => props.onChange(on)}
      {...ariaOf(props)}
    />
  );
}
