import { parseDecimal } from "@/lib/money";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { Typed } from "./Typed";

/** PercentInput takes whole percents: what is kept is what was typed, or it says that it cannot be. */
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
        return decimal === undefined || !/^-?\d+$/.test(decimal) ? undefined : Number(decimal);
      }}
      problem={t("entry.wholePercent")}
    />
  );
}
