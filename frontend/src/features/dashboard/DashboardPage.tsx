import { useWords } from "@/ui/words";

/** DashboardPage. */
export function DashboardPage() {
  const { t } = useWords();
  return (
    <div className="page">
      <header className="pagehead">
        <h1 className="pagehead__title">{t("nav.dashboard")}</h1>
      </header>
    </div>
  );
}
