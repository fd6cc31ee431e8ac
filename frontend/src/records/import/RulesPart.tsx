import { Checkbox, Select } from "antd";
import { type ImportGuess, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { useWords } from "@/ui/words";
import { isOutsider } from "./ValuesPart";
import { type Policy, settle, useWizard } from "./wizard";

/** RulesPart asks about the whole file: records that are there already, names that are not, dates. */
export function RulesPart() {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const { guess, columns, missing, dates, remember, entity } = useWizard();
  if (!guess) return null;
  const labels = new Map(guess.fields.map((each) => [each.field, say(each.label)]));
  const references = Object.keys(guess.missing).filter((field) =>
    Object.values(columns).some((to) => to === field || to.startsWith(`${field}.`)),
  );
  const spec = (field: string) => byName.get(entity ?? "")?.fields.find((each) => each.name === field);
  return (
    <section className="import__part">
      <h2 className="panel__title">{t("import.rules")}</h2>
      <Known guess={guess} labels={labels} />
      <div className="import__rules">
        {references.map((field) => (
          <Missing
            key={field}
            field={field}
            label={labels.get(field) ?? say(spec(field)?.label) ?? field}
            outsider={isOutsider(spec(field), entity)}
            value={missing[field] ?? "reject"}
          />
        ))}
        {guess.dates && !guess.datesSure && (
          <>
            <label htmlFor="import-dates">{t("import.dates")}</label>
            <Select
              id="import-dates"
              value={dates || guess.dates}
              options={["M/D/YYYY", "D/M/YYYY"].map((form) => ({ value: form, label: form }))}
              onChange={(next) => settle({ dates: next })}
            />
          </>
        )}
      </div>
      <Checkbox checked={remember} onChange={(event) => settle({ remember: event.target.checked })}>
        {t("import.remember")}
      </Checkbox>
    </section>
  );
}

/** Known asks by what a record is known again, and what becomes of those that are. */
function Known({ guess, labels }: { guess: ImportGuess; labels: ReadonlyMap<string, string> }) {
  const { t } = useWords();
  const { match, policy } = useWizard();
  const key = match && match !== "none" ? match : (guess.matches[0] ?? "");
  const can = guess.matches.length > 0;
  const chosen: Policy = can && match !== "none" ? policy : "create";
  const known = guess.known[key];
  const counts = { known: known ?? 0, fresh: guess.rows - (known ?? 0), count: guess.rows };
  const choose = (next: Policy) => settle({ policy: next, match: next === "create" ? match : key });
  return (
    <fieldset className="import__known">
      <legend>{t("import.known")}</legend>
      {can && (
        <p className="import__line">
          <label htmlFor="import-match">{t("import.match")}</label>
          <Select
            id="import-match"
            size="small"
            className="import__field"
            value={key}
            disabled={chosen === "create"}
            options={guess.matches.map((field) => ({
              value: field,
              label: labels.get(field) ?? field,
            }))}
            onChange={(next: string) => settle({ match: next })}
          />
          {known !== undefined && <span className="second">{t("import.knownCount", { known, rows: guess.rows })}</span>}
        </p>
      )}
      {(["update", "skip", "create"] as const).map((each) => (
        <label key={each} className={each === chosen ? "import__policy is-chosen" : "import__policy"}>
          <input
            type="radio"
            name="import-policy"
            checked={each === chosen}
            disabled={each !== "create" && !can}
            onChange={() => choose(each)}
          />
          <span>
            <strong>{t(`import.policy.${each}.title`)}</strong>
            <span className="second">
              {known === undefined && each !== "create"
                ? t(`import.policy.${each}.plain`)
                : t(`import.policy.${each}.text`, { ...counts, known: group(String(counts.known)) })}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Missing(props: { field: string; label: string; value: string; outsider: boolean }) {
  const { field, label, value, outsider } = props;
  const { t } = useWords();
  return (
    <>
      <label htmlFor={`import-missing-${field}`}>{t("import.missing", { field: label })}</label>
      <Select
        id={`import-missing-${field}`}
        value={value}
        options={(outsider ? (["empty", "create", "reject"] as const) : (["create", "empty", "reject"] as const)).map(
          (each) => ({
            value: each,
            label: t(outsider ? `import.missingUser.${each}` : `import.missingHow.${each}`),
          }),
        )}
        onChange={(next) => settle({ missing: { [field]: next } })}
      />
    </>
  );
}
