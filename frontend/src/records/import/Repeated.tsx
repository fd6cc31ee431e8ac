import type { ImportResult } from "@/api";
import { Segmented } from "@/ui/Segmented";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { type Repeats, settle, useWizard } from "./wizard";

/** Which row counts; "each" makes a record of every row. */
type Rule = Repeats | "each";

/** So many records are shown of which several rows speak. */
const shown = 8;

/** Repeated tells of rows of the file that speak of one record: which they are, where they differ, and which of them counts. */
export function Repeated({ repeated, trial }: { repeated: NonNullable<ImportResult["repeated"]>; trial?: boolean }) {
  const { t } = useWords();
  const { repeats, policy, match } = useWizard();
  const { rows, records, differ, examples, field } = repeated;
  const chosen: Rule = policy === "create" || match === "none" ? "each" : repeats;
  const rules: Rule[] = repeated.rule === "each" ? ["last", "first", "each"] : ["last", "first"];
  const choose = (next: Rule) =>
    next === "each"
      ? settle({ policy: "create" })
      : settle({ repeats: next, ...(field ? { match: field, policy: "update" } : {}) });
  return (
    <section className="import__repeated" aria-label={t("import.repeated.label")}>
      <p className="import__line">
        <Tone tone={differ > 0 || field ? "attention" : "neutral"}>
          {t("import.repeated.text", { rows, count: records })}
          {t(differ > 0 ? "import.repeated.differ" : "import.repeated.same", { count: differ })}
        </Tone>
        {trial ? (
          <Segmented<Rule>
            size="small"
            aria-label={t("import.repeated.which")}
            value={chosen}
            options={rules.map((value) => ({ value, label: t(`import.repeated.${value}`) }))}
            onChange={choose}
          />
        ) : (
          <span className="second">{t(`import.repeated.${repeated.rule as Rule}`)}</span>
        )}
      </p>
      <table className="plain import__reasons">
        <thead>
          <tr>
            <th scope="col">{t("import.record")}</th>
            <th scope="col">{t("import.repeated.rows")}</th>
            <th scope="col">{t("import.repeated.columns")}</th>
          </tr>
        </thead>
        <tbody>
          {examples.slice(0, shown).map((each) => (
            <tr key={each.rows[0] ?? each.title}>
              <th scope="row">{each.title || "—"}</th>
              <td className="second figure">
                {each.rows.slice(0, 8).join(t("import.comma"))}
                {each.rows.length > 8 && "…"}
              </td>
              <td className={each.differ.length > 0 ? undefined : "faint"}>
                {each.differ.length > 0 ? each.differ.join(t("import.comma")) : t("import.repeated.none")}
              </td>
            </tr>
          ))}
          {records > shown && (
            <tr>
              <td colSpan={3} className="faint">
                {t("import.repeated.more", { count: records - Math.min(shown, examples.length) })}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {trial && (
        <p className="second import__line">
          {t(chosen === "each" ? "import.repeated.ruleEach" : "import.repeated.rule")}
        </p>
      )}
    </section>
  );
}
