import { Input } from "antd";
import { ariaOf, type InputProps, statusOf, textOf } from "./input";

/** AddressInput is a line that is an address of some sort; `mode` chooses the keyboard that suits it. */
export function AddressInput({ mode, ...props }: InputProps & { mode: "email" | "tel" | "url" }) {
  return (
    <Input
      id={props.id}
      inputMode={mode}
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
