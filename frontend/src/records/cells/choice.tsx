import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import type { CellProps } from "./cell";

export function ChoiceCell({ spec, value }: CellProps) {
  const { say } = useWords();
  const option = spec.options?.find((each) => each.value === value);
  const label = option ? say(option.label) : String(value);
  // Where one of the choices has a tone all have a dot: in a column their words begin at the same place.
  const toned = spec.options?.some((each) => each.tone);
  return toned ? <Tone tone={option?.tone}>{label}</Tone> : <span title={label}>{label}</span>;
}
