import { exactInstant, sayInstant } from "@/lib/day";
import { useNow } from "./now";
import { useWords } from "./words";

/** Moment writes an instant as people say it, the exact one in the tip. */
export function Moment({ at }: { at: string }) {
  const { t, lang } = useWords();
  const now = useNow();
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <time dateTime={at} title={exactInstant(at, lang)}>
      {sayInstant(at, lang, now, words)}
    </time>
  );
}
