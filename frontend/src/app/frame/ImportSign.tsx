import { Link, useRouterState } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useAnswer } from "@/api";
import { useWords } from "@/ui/words";

/** ImportSign is there when the program was closed in the middle of an import, until the person has seen what became of it. */
export function ImportSign() {
  const { t } = useWords();
  const there = useRouterState({ select: (state) => state.location.pathname === "/import" });
  const { data } = useAnswer("import.unfinished", {}, ["setting"]);
  const first = data?.imports[0];
  if (!first || there) return null;
  return (
    <Link
      to="/import"
      search={{}}
      className="datastate datastate--refused"
      title={t("import.unfinishedTip", { file: first.file })}
    >
      <TriangleAlert size={14} aria-hidden />
      <span className="datastate__words">{t("import.unfinishedSign")}</span>
    </Link>
  );
}
