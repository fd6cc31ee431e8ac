import { parseDecimal } from "@/lib/money";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { Typed } from "./Typed";

export function NumberInput(props: InputProps) {
  const { t } = useWords();
  return (
    <Typed
      {...props}
      figure
      show={(value) => value}
      read={(typed) => {
        const decimal = parseDecimal(typed);
        return decimal === undefined ? undefined : Number(decimal);
      }}
      problem={t("form.badNumber")}
    />
  );
}
