import { Select } from "antd";
import { match } from "@/lib/pinyin";
import { useWords } from "@/ui/words";
import { ariaOf, type InputProps, statusOf } from "./input";

export function ChoicesInput(props: InputProps) {
  const { say } = useWords();
  return (
    <Select
      id={props.id}
      className="wide"
      mode="multiple"
      virtual
      showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
      autoFocus={props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      value={Array.isArray(props.value) ? (props.value as string[]) : []}
      options={(props.spec.options ?? []).map((option) => ({ value: option.value, label: say(option.label) }))}
      onChange={(picked: string[]) => props.onChange(picked.length > 0 ? picked : undefined)}
      {...ariaOf(props)}
    />
  );
}
