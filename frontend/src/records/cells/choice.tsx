import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import type { CellProps } from "./cell";

export function ChoiceCell({ spec, value }: CellProps) {
  const { say } = useWords();
  const option = spec.options?.find((each) => each.value === value);
  const label = option ? say(option.label) : String(value);
  return option?.tone ? <Tone tone={option.tone}>{label}</Tone> : <span title={label}>{label}</span>;
}
