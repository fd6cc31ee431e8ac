import { Link } from "@tanstack/react-router";
import { Wrench } from "lucide-react";
import { useState } from "react";
import { useDescribe } from "@/api";
import { useWords } from "@/ui/words";

const place = "xingke.noted";

/** NoteSign is there when the program had to put something right, until the page that says what was opened. */
export function NoteSign() {
  const { t } = useWords();
  const { book } = useDescribe();
  const [seen, setSeen] = useState(() => localStorage.getItem(place));
  if (book.noted === "" || book.noted === seen) return null;
  const look = () => {
    localStorage.setItem(place, book.noted);
    setSeen(book.noted);
  };
  return (
    <Link to="/health" className="datastate datastate--refused" title={t("health.notedTip")} onClick={look}>
      <Wrench size={14} aria-hidden />
      <span className="datastate__words">{t("health.noted")}</span>
    </Link>
  );
}
