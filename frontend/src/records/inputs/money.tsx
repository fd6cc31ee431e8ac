import { group, parseMoney } from "@/lib/money";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { Typed } from "./Typed";

export function MoneyInput(props: InputProps) {
  const { t } = useWords();
  return <Typed {...props} figure show={group} read={parseMoney} problem={t("form.badMoney")} />;
}
