import { useWords } from "@/ui/words";
import type { CellProps } from "./cell";

export function ChoicesCell({ spec, value }: CellProps) {
  const { say } = useWords();
  const values = Array.isArray(value) ? value : [value];
  return (
    <span className="chips">
      {values.map((each, n) => (
        <span className="chip" key={n}>
          {say(spec.options?.find((option) => option.value === each)?.label) || String(each)}
        </span>
      ))}
    </span>
  );
}
