import { useEffect } from "react";
import { useAnswer } from "@/api";
import { Moment } from "@/ui/Moment";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";

const every = 4000;

/** FollowLine says whether the copy that follows the book has caught up, and if not, what it lacks. */
export function FollowLine() {
  const { t } = useWords();
  // How the copy stands is no change of the book, so nobody tells of it: it is asked for while one looks.
  const { data: status, refetch } = useAnswer("backup.get", {}, ["setting"]);
  useEffect(() => {
    const timer = setInterval(() => void refetch(), every);
    return () => clearInterval(timer);
  }, [refetch]);
  if (!status?.follow) return null;
  const count = status.followBehind ?? 0;
  if (status.followProblem)
    return (
      <div role="status">
        <Tone tone="attention">{t("backup.followStopped", { count })}</Tone>
        {/* That the place is away stands below for the backups, too. */}
        {status.there && <p className="backup__wrong">{status.followProblem}</p>}
      </div>
    );
  const caughtUp = count === 0 && status.followedAt;
  return (
    <p className="second" title={t("backup.followWhere", { folder: status.followFolder ?? status.folder ?? "" })}>
      <Tone tone={caughtUp ? "good" : "neutral"}>
        {caughtUp ? t("backup.followed") : t("backup.followBehind", { count })}
      </Tone>{" "}
      {status.followedAt && (
        <span className="faint">
          <Moment at={status.followedAt} />
        </span>
      )}
    </p>
  );
}
