import { Select } from "antd";
import { match } from "@/lib/pinyin";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { ariaOf, type InputProps, statusOf } from "./input";

export function ChoiceInput(props: InputProps) {
  const { say } = useWords();
  const options = (props.spec.options ?? []).map((option) => ({
    value: option.value,
    label: say(option.label),
    tone: option.tone,
  }));
  const value = typeof props.value === "string" ? props.value : undefined;
  // A value kept by the data beyond the declared options stays choosable.
  if (value && !options.some((option) => option.value === value))
    options.push({ value, label: value, tone: undefined });
  return (
    <Select
      id={props.id}
      className="wide"
      virtual
      showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
      allowClear={!props.spec.required}
      autoFocus={props.autoFocus}
      defaultOpen={props.tight && props.autoFocus}
      disabled={props.disabled}
      status={statusOf(props)}
      value={value}
      options={options}
      optionRender={(option) => <Tone tone={option.data.tone}>{option.data.label}</Tone>}
      onSelect={(picked: string | undefined) => picked === value && props.onSame?.()}
      onChange={(picked: string | undefined) => props.onChange(picked)}
      {...ariaOf(props)}
    />
  );
}
