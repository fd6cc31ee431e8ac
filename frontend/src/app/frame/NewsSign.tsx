import { Link, useRouterState } from "@tanstack/react-router";
import { Sparkles, X } from "lucide-react";
import { useEffect } from "react";
import { useAnswer, useDescribe } from "@/api";
import { useNotice } from "@/records/notice";
import { IconButton } from "@/ui/IconButton";
import { useWords } from "@/ui/words";
import { newsChapter, newsFor, seenFlag } from "../news";
import { keepFlag, useFlags } from "../start/start";

/** NewsSign is there after an update, until the person has looked at what changed or put it away. */
export function NewsSign() {
  const { t } = useWords();
  const { version } = useDescribe();
  const notice = useNotice();
  const { keep } = useFlags();
  const { data } = useAnswer("settings.get", {}, ["setting"]);
  const there = useRouterState({ select: (state) => state.location.pathname === `/manual/${newsChapter}` });
  const news = data ? newsFor(version, data.flags?.[seenFlag]) : "none";
  const told = news === "first" || (news === "newer" && there);
  // What this person meets first is nothing to tell of; from then on it is remembered.
  useEffect(() => {
    if (told) keepFlag(seenFlag, version);
  }, [told, version]);
  if (news !== "newer" || there) return null;
  return (
    <span className="newssign">
      <Link
        to="/manual/{-$chapter}"
        params={{ chapter: newsChapter }}
        className="datastate datastate--news"
        title={t("news.sign", { version })}
      >
        <Sparkles size={14} aria-hidden />
        <span className="datastate__words">{t("news.sign", { version })}</span>
      </Link>
      <IconButton label={t("news.away")} onClick={() => void keep(seenFlag, version).catch(notice.failed)}>
        <X size={14} aria-hidden />
      </IconButton>
    </span>
  );
}
