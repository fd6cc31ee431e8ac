import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type EntityDescription, useAnswer } from "@/api";
import { useWords } from "@/ui/words";

/** Duplicates offers what may be the same thing while a name is being typed, so that it is not entered twice. */
export function Duplicates({ entity, text }: { entity: EntityDescription; text: string }) {
  const { t } = useWords();
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), 300);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = settled.length >= 2;
  const found = useAnswer(
    "records.list",
    {
      entity: entity.name,
      where: { field: entity.title, op: "contains", value: settled },
      columns: [entity.title],
      limit: 3,
    },
    [entity.name],
    asked,
  );
  const rows = asked && text.trim().length >= 2 ? (found.data?.rows ?? []) : [];
  if (rows.length === 0) return null;
  return (
    <div className="field__hint" aria-live="polite">
      {t("form.duplicates")}
      {rows.map((row, n) => (
        <span key={row.id}>
          {n > 0 && " · "}
          <Link className="reflink" to="/records/$entity/$id" params={{ entity: entity.name, id: row.id }}>
            {String(row[entity.title] ?? "")}
          </Link>
        </span>
      ))}
    </div>
  );
}
