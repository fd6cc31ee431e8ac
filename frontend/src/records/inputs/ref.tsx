import { useDescribe } from "@/api";
import { chosen, narrowOf } from "../form/depend";
import { RecordPicker } from "../picker/RecordPicker";
import { ariaOf, type InputProps } from "./input";

/** RefInput chooses a record. In a form, what else was chosen narrows it, and it brings along what it belongs to. */
export function RefInput(props: InputProps) {
  const { spec, around } = props;
  const { byName } = useDescribe();
  const narrow = around && narrowOf(around.entity, spec, around.values, byName);
  return (
    <RecordPicker
      id={props.id}
      entity={spec.target ?? ""}
      value={typeof props.value === "string" ? props.value : undefined}
      titles={props.titles}
      narrow={narrow}
      autoFocus={props.autoFocus}
      opened={props.tight && props.autoFocus}
      disabled={props.disabled}
      invalid={props.invalid}
      required={spec.required}
      aria={ariaOf(props)}
      onSame={props.onSame}
      onChange={(id) => {
        props.onChange(id);
        if (!id || !around) return;
        void chosen(around.entity, spec, id, around.values, byName).then(
          (more) => {
            for (const [name, value] of Object.entries(more)) around.put(name, value);
          },
          () => undefined,
        );
      }}
    />
  );
}
