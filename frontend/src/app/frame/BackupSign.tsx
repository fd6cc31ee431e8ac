import { Link } from "@tanstack/react-router";
import { ArchiveX } from "lucide-react";
import { useAnswer, useDescribe } from "@/api";
import { useWords } from "@/ui/words";

/** BackupSign is there only when the last good backup is too long ago, for those who look after the book. */
export function BackupSign() {
  const { t } = useWords();
  const { user } = useDescribe();
  const { data } = useAnswer("backup.get", {}, ["setting"], user.admin);
  if (!data?.warn) return null;
  const words = data.days < 0 ? t("backup.never") : t("backup.daysAgo", { count: data.days });
  return (
    <Link to="/health" className="datastate datastate--refused" title={words}>
      <ArchiveX size={14} aria-hidden />
      <span className="datastate__words">{words}</span>
    </Link>
  );
}
