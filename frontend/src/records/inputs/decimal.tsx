import { parseDecimal } from "@/lib/money";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { Typed } from "./Typed";

export function DecimalInput(props: InputProps) {
  const { t } = useWords();
  return <Typed {...props} figure show={(value) => value} read={parseDecimal} problem={t("form.badNumber")} />;
}
