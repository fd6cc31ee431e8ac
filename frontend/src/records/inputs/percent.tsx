import { parseDecimal } from "@/lib/money";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { Typed } from "./Typed";

export function PercentInput(props: InputProps) {
  const { t } = useWords();
  return (
    <Typed
      {...props}
      figure
      suffix="%"
      show={(value) => value}
      read={(typed) => {
        const decimal = parseDecimal(typed.replace(/[%％]/g, ""));
        return decimal === undefined ? undefined : Number(decimal);
      }}
      problem={t("form.badNumber")}
    />
  );
}
