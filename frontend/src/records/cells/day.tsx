import { sayDay } from "@/lib/day";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import type { CellProps } from "./cell";

export function DayCell({ value }: CellProps) {
  const { t, lang } = useWords();
  const now = useNow();
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <time dateTime={String(value)} title={String(value)}>
      {sayDay(String(value), lang, now, words)}
    </time>
  );
}
