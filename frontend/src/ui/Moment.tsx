import { exactInstant, sayInstant, sayTime } from "@/lib/day";
import { useNow } from "./now";
import { useWords } from "./words";

/** Moment writes an instant as people say it, the exact one in the tip. */
export function Moment({ at, timeOnly }: { at: string; timeOnly?: boolean }) {
  const { t, lang } = useWords();
  const now = useNow();
  const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
  return (
    <time dateTime={at} title={exactInstant(at, lang)}>
      {timeOnly ? sayTime(at, lang) : sayInstant(at, lang, now, words)}
    </time>
  );
}
