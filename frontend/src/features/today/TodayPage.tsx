import { useWords } from "@/ui/words";

/** TodayPage. */
export function TodayPage() {
  const { t } = useWords();
  return (
    <div className="page">
      <header className="pagehead">
        <h1 className="pagehead__title">{t("nav.today")}</h1>
      </header>
    </div>
  );
}
