import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { group } from "@/lib/money";
import { useWords } from "@/ui/words";
import { change, type Format, sayChange, showValue } from "./sheet";

/** Delta says how a figure stands against an earlier one: an arrow and a percent; pressed, it opens the earlier rows. */
export function Delta(props: {
  now: string | null;
  then: string | null;
  format: Format;
  /** What it is compared with: 上月同期. */
  words: string;
  /** Where the words stand once above many arrows. */
  bare?: boolean;
  /** How the earlier figure was found, where that does not go without saying. */
  note?: string;
  /** Less is better: days, losses. */
  downIsGood?: boolean;
  onOpen?: () => void;
}) {
  const { now, then, format, words, note, bare = false, downIsGood = false, onOpen } = props;
  const { t, lang } = useWords();
  const part = change(now, then);
  if (now === null || then === null || (Number(now) === 0 && Number(then) === 0)) return null;
  // Shares differ by points: from 34 % to 47 % is 13 points more, and not 40 %.
  const points = format === "share" ? Math.round((Number(now) - Number(then)) * 1000) / 10 : undefined;
  const up = part !== undefined ? part > 0 : Number(now) > 0;
  const same = part !== undefined && Math.abs(part) < 0.0005;
  const tone = same ? "same" : up !== downIsGood ? "good" : "bad";
  const Icon = same ? Minus : up ? ArrowUp : ArrowDown;
  const percent =
    points !== undefined
      ? t("dashboard.points", { count: Math.abs(points), shown: group(String(Math.abs(points))) })
      : part === undefined
        ? t("dashboard.fromNothing")
        : sayChange(part, lang);
  const value = t("dashboard.earlier", { words, value: showValue(format, then, lang) });
  const earlier = note ? t("dashboard.earlierNote", { value, note }) : value;
  const content = (
    <>
      <Icon size={12} strokeWidth={2.5} aria-hidden />
      <span className="delta__part">{percent}</span>
      {!bare && <span className="delta__words">{words}</span>}
    </>
  );
  const spoken = `${same ? t("dashboard.same") : up ? t("dashboard.up") : t("dashboard.down")} ${percent}${t("filter.list")}${earlier}`;
  if (!onOpen) {
    return (
      <span className={`delta delta--${tone}`} title={earlier}>
        {content}
      </span>
    );
  }
  return (
    <button type="button" className={`delta delta--${tone}`} title={earlier} aria-label={spoken} onClick={onOpen}>
      {content}
    </button>
  );
}
