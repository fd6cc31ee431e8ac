import { RecordsPicker } from "../picker/RecordPicker";
import { ariaOf, type InputProps } from "./input";

export function RefsInput(props: InputProps) {
  return (
    <RecordsPicker
      id={props.id}
      entity={props.spec.target ?? ""}
      value={Array.isArray(props.value) ? (props.value as string[]) : []}
      titles={props.titles}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      invalid={props.invalid}
      aria={ariaOf(props)}
      onChange={(ids) => props.onChange(ids.length > 0 ? ids : undefined)}
    />
  );
}
