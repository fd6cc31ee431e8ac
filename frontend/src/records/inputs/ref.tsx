import { RecordPicker } from "../picker/RecordPicker";
import { ariaOf, type InputProps } from "./input";

export function RefInput(props: InputProps) {
  return (
    <RecordPicker
      id={props.id}
      entity={props.spec.target ?? ""}
      value={typeof props.value === "string" ? props.value : undefined}
      titles={props.titles}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      invalid={props.invalid}
      required={props.spec.required}
      aria={ariaOf(props)}
      onChange={(id) => props.onChange(id)}
    />
  );
}
