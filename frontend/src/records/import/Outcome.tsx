import type { ImportReason, ImportResult } from "@/api";
import { useDescribe } from "@/api";
import { group } from "@/lib/money";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { canMend } from "./Problems";
import { Repeated } from "./Repeated";
import { useReasonWords } from "./reasonWords";

const verbs = [
  ["created", "good"],
  ["updated", "accent"],
  ["skipped", "neutral"],
  ["rejected", "bad"],
] as const;

/** Outcome pictures what an import did or would do: rows that add up, and what happens besides. */
export function Outcome({ result, trial }: { result: ImportResult; trial?: boolean }) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const linked = Object.entries(result.linked).filter(([, count]) => count > 0);
  const shown = verbs.filter(([verb]) => result[verb] > 0);
  const words = shown.map(([verb]) => `${t(`import.count.${verb}`)} ${group(String(result[verb]))}`);
  return (
    <section className="import__outcome" aria-label={t(trial ? "import.willBe" : "import.was")}>
      <p className="import__total">{t(trial ? "import.willRead" : "import.wasRead", { count: result.read })}</p>
      <div className="import__bar" role="img" aria-label={words.join(t("import.comma"))}>
        {shown.map(([verb]) => (
          <span key={verb} className={`import__share import__share--${verb}`} style={{ flexGrow: result[verb] }} />
        ))}
      </div>
      <dl className="import__counts">
        {verbs.map(([verb, tone]) => (
          <div key={verb} className={result[verb] === 0 ? "is-none" : undefined}>
            <dt>
              <Tone tone={tone}>{t(`import.count.${verb}`)}</Tone>
            </dt>
            <dd className="figure">
              {group(String(result[verb]))}
              {result.records[verb] !== result[verb] && result.records[verb] > 0 && (
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
        {result.worded && (
          <li>
            {t("import.worded", {
              count: result.worded.cells,
              examples: result.worded.examples
                .slice(0, 4)
                .map((each) =>
                  t("import.wordedOne", { text: each.text, value: group(each.value.replace(/\.00$/, "")) }),
                )
                .join(t("import.comma")),
            })}
          </li>
        )}
        {result.matched?.slice(0, 5).map((value) => (
          <li key={value.text}>{t("import.matched", { text: value.text, title: value.title ?? "" })}</li>
        ))}
      </ul>
      {result.repeated && <Repeated repeated={result.repeated} trial={trial} />}
      <Reasons
        entity={result.entity}
        title={t("import.warnings")}
        reasons={(result.warnings ?? []).filter((each) => !trial || !canMend(each))}
        tone="attention"
      />
      {!trial && <Reasons entity={result.entity} title={t("import.reasons")} reasons={result.reasons} tone="bad" />}
    </section>
  );
}

function Reasons(props: { entity: string; title: string; reasons: ImportReason[]; tone: string }) {
  const { title, reasons, tone } = props;
  const { t } = useWords();
  const words = useReasonWords(props.entity);
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
          <tr key={`${each.heading ?? ""} ${each.reason}`}>
            <td>
              <Tone tone={tone}>{words(each)}</Tone>
              {canMend(each) && tone === "attention" && <Names reason={each} />}
            </td>
            <td className="right figure">{group(String(each.rows))}</td>
            <td className="second">{each.examples.slice(0, 8).join(t("import.comma"))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Names says who was left out. */
function Names({ reason }: { reason: ImportReason }) {
  const { t } = useWords();
  const names = (reason.values ?? []).map((each) => each.text);
  return (
    <span className="import__names second">
      {names.slice(0, 6).join(t("import.comma"))}
      {names.length > 6 && "…"}
    </span>
  );
}
