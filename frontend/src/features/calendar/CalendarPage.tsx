import { useWords } from "@/ui/words";

/** CalendarPage. */
export function CalendarPage() {
  const { t } = useWords();
  return (
    <div className="page">
      <header className="pagehead">
        <h1 className="pagehead__title">{t("nav.calendar")}</h1>
      </header>
    </div>
  );
}
