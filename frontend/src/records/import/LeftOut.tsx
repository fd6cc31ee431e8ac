import { useWords } from "@/ui/words";
import { back, useWizard } from "./wizard";

/** LeftOut names the columns that hold something and will not be imported, so that none is lost unsaid. */
export function LeftOut() {
  const { t } = useWords();
  const { guess, columns } = useWizard();
  const out = guess?.columns.filter((column) => column.filled > 0 && (columns[column.heading] ?? "") === "") ?? [];
  if (out.length === 0) return null;
  return (
    <p className="import__line import__leftout">
      <span className="second">
        {t("import.leftOut", {
          names: out
            .map((column) =>
              column.rival ? t("import.leftOutRival", { name: column.heading, rival: column.rival }) : column.heading,
            )
            .join(t("import.comma")),
        })}
      </span>
      <button type="button" className="linklike" onClick={() => back("columns")}>
        {t("import.leftOutChange")}
      </button>
    </p>
  );
}
