import { group, parseMoney, showShort } from "@/lib/money";
import { useWords } from "@/ui/words";
import type { InputProps } from "./input";
import { Typed } from "./Typed";

/** MoneyInput takes an amount as people write or say it (1,234.5, 1.2万, 3千5) and reads it back while it is typed. */
export function MoneyInput(props: InputProps) {
  const { t, lang } = useWords();
  // The short way beside the long one shows a nought too many at once.
  const echo = (amount: string) =>
    Math.abs(Number(amount)) >= 10_000 ? `${group(amount)} · ${showShort(amount, lang)}` : group(amount);
  return <Typed {...props} figure show={group} read={parseMoney} echo={echo} problem={t("form.badMoney")} />;
}
