import type { ImportReason, ImportResult } from "@/api";
import { useDescribe } from "@/api";
import { group } from "@/lib/money";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { useWizard } from "./wizard";

const verbs = [
  ["created", "good"],
  ["updated", "accent"],
  ["skipped", "neutral"],
  ["rejected", "bad"],
] as const;

/** Outcome shows what an import did or would do: rows that add up, reasons, side effects. */
export function Outcome({ result }: { result: ImportResult }) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const folded = verbs.some(([verb]) => result.records[verb] !== result[verb]);
  const linked = Object.entries(result.linked).filter(([, count]) => count > 0);
  return (
    <>
      <dl className="import__counts">
        <div>
          <dt>{t("import.read")}</dt>
          <dd className="figure">{group(String(result.read))}</dd>
        </div>
        {verbs.map(([verb, tone]) => (
          <div key={verb}>
            <dt>
              <Tone tone={tone}>{t(`import.count.${verb}`)}</Tone>
            </dt>
            <dd className="figure">
              {group(String(result[verb]))}
              {folded && result.records[verb] > 0 && (
                <small className="second">{t("import.inRecords", { count: result.records[verb] })}</small>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <ul className="import__notes">
        {linked.length > 0 && (
          <li>
            {t("import.linked", {
              what: linked
                .map(([entity, count]) => `${say(byName.get(entity)?.label) || entity} ${group(String(count))}`)
                .join(t("import.comma")),
            })}
          </li>
        )}
        {result.rounded > 0 && <li>{t("import.rounded", { count: result.rounded })}</li>}
        {result.matched?.slice(0, 5).map((value) => (
          <li key={value.text}>{t("import.matched", { text: value.text, title: value.title ?? "" })}</li>
        ))}
      </ul>
      <Reasons title={t("import.reasons")} reasons={result.reasons} tone="bad" />
      <Reasons title={t("import.warnings")} reasons={result.warnings ?? []} tone="attention" />
    </>
  );
}

function Reasons({ title, reasons, tone }: { title: string; reasons: ImportReason[]; tone: string }) {
  const { t } = useWords();
  if (reasons.length === 0) return null;
  return (
    <table className="plain import__reasons">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className="right">
            {t("import.rows")}
          </th>
          <th scope="col">{t("import.examples")}</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map((each) => (
          <tr key={each.reason}>
            <td>
              <Tone tone={tone}>{each.reason}</Tone>
            </td>
            <td className="right figure">{group(String(each.rows))}</td>
            <td className="second">{each.examples.slice(0, 8).join(t("import.comma"))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Preview shows for some rows what becomes of them, field by field. */
export function Preview({ result }: { result: ImportResult }) {
  const { t, say } = useWords();
  const guess = useWizard((wizard) => wizard.guess);
  if (result.preview.length === 0) return null;
  const labels = new Map(guess?.fields.map((each) => [each.field, say(each.label)]));
  return (
    <section className="import__part">
      <h2 className="panel__title">{t("import.preview")}</h2>
      <table className="plain import__preview">
        <thead>
          <tr>
            <th scope="col" className="right">
              {t("import.row")}
            </th>
            <th scope="col">{t("import.what")}</th>
            <th scope="col">{t("import.record")}</th>
            <th scope="col">{t("import.becomes")}</th>
          </tr>
        </thead>
        <tbody>
          {result.preview.map((row) => (
            <tr key={row.row}>
              <td className="right figure">{row.row}</td>
              <td>
                <Tone tone={row.verb === "created" ? "good" : "accent"}>
                  {t(row.verb === "created" ? "import.count.created" : "import.count.updated")}
                </Tone>
              </td>
              <th scope="row">{row.title}</th>
              <td>
                {row.fields.slice(0, 6).map((each) => (
                  <span className="import__change" key={each.field}>
                    <span className="second">{labels.get(each.field) ?? each.field}</span>{" "}
                    {each.old && <s className="faint">{each.old}</s>} {each.new || "—"}
                  </span>
                ))}
                {row.fields.length > 6 && <span className="faint">+{row.fields.length - 6}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
