import { Button, Checkbox, Select } from "antd";
import { ArrowRight } from "lucide-react";
import { type ImportColumn, type ImportField, useDescribe } from "@/api";
import { match } from "@/lib/pinyin";
import { useFaultWords } from "@/ui/faultWords";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { ValuesPart } from "./ValuesPart";
import { back, check, settle, settleColumn, useWizard } from "./wizard";

/** ColumnsStep says where each column goes and what its values mean. */
export function ColumnsStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const { guess, columns, busy, fault } = useWizard();
  if (!guess) return null;
  const taken = Object.values(columns).filter((field) => field !== "");
  const doubled = taken.filter((field, n) => taken.indexOf(field) !== n);
  const wanting = guess.fields.filter(
    (each) => each.required && !each.field.includes(".") && !taken.includes(each.field),
  );
  return (
    <>
      <table className="plain import__columns">
        <thead>
          <tr>
            <th scope="col">{t("import.column")}</th>
            <th scope="col">{t("import.samples")}</th>
            <th scope="col" aria-label="→" />
            <th scope="col">{t("import.field")}</th>
            <th scope="col">{t("import.sure")}</th>
          </tr>
        </thead>
        <tbody>
          {guess.columns.map((column) => (
            <ColumnRow
              key={column.index}
              column={column}
              fields={guess.fields}
              field={columns[column.heading] ?? ""}
              doubled={doubled.includes(columns[column.heading] ?? "")}
            />
          ))}
        </tbody>
      </table>
      {doubled.length > 0 && (
        <p className="import__fault" role="alert">
          {t("import.doubled")}
        </p>
      )}
      {wanting.length > 0 && <Wanting fields={wanting} />}
      <ValuesPart />
      <Rules />
      {fault && (
        <p className="import__fault" role="alert">
          {words(fault)}
        </p>
      )}
      <footer className="import__foot">
        <Button onClick={() => back("file")}>{t("import.back")}</Button>
        <Button
          type="primary"
          disabled={busy !== undefined || doubled.length > 0 || taken.length === 0}
          onClick={() => void check()}
        >
          {t("import.toCheck")}
        </Button>
        <span className="second">{busy === "guessing" ? t("import.guessing") : t("import.nothingWritten")}</span>
      </footer>
    </>
  );
}

function ColumnRow(props: { column: ImportColumn; fields: ImportField[]; field: string; doubled: boolean }) {
  const { column, fields, field, doubled } = props;
  const { t, say } = useWords();
  const guessed = field === (column.field ?? "") && field !== "";
  const offers = new Set(column.offers?.map((offer) => offer.field));
  const options = [
    { value: "", label: t("import.leaveOut") },
    ...[...fields]
      .sort((a, b) => Number(offers.has(b.field)) - Number(offers.has(a.field)))
      .map((each) => ({ value: each.field, label: say(each.label) })),
  ];
  return (
    <tr className={field === "" ? "is-out" : undefined}>
      <th scope="row">{column.heading}</th>
      <td className="import__samples">{column.samples.slice(0, 3).join(" · ") || "—"}</td>
      <td>
        <ArrowRight size={14} aria-hidden className="faint" />
      </td>
      <td>
        <Select
          className="import__field"
          aria-label={t("import.fieldOf", { heading: column.heading })}
          value={field}
          status={doubled ? "error" : undefined}
          showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
          options={options}
          onChange={(next: string) => settleColumn(column.heading, next)}
          virtual
        />
      </td>
      <td>
        {field === "" ? (
          <span className="faint">{t("import.notImported")}</span>
        ) : guessed && column.confidence < 1 ? (
          <Tone tone={column.confidence >= 0.8 ? "good" : "attention"}>
            {t(column.confidence >= 0.8 ? "import.likely" : "import.perhaps", {
              percent: Math.round(column.confidence * 100),
            })}
          </Tone>
        ) : (
          <Tone tone="good">{t("import.certain")}</Tone>
        )}
      </td>
    </tr>
  );
}

function Wanting({ fields }: { fields: ImportField[] }) {
  const { t, say } = useWords();
  return (
    <p className="import__hint">
      <Tone tone="attention">
        {t("import.wanting", { fields: fields.map((each) => say(each.label)).join(t("import.comma")) })}
      </Tone>
    </p>
  );
}

/** Rules are the questions about the whole file: known records, missing ones, dates. */
function Rules() {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const { guess, columns, match: key, missing, dates, remember, entity } = useWizard();
  if (!guess) return null;
  const labels = new Map(guess.fields.map((each) => [each.field, say(each.label)]));
  const references = Object.keys(guess.missing).filter((field) =>
    Object.values(columns).some((to) => to === field || to.startsWith(`${field}.`)),
  );
  const spec = (field: string) => byName.get(entity ?? "")?.fields.find((each) => each.name === field);
  return (
    <section className="import__part">
      <h2 className="panel__title">{t("import.rules")}</h2>
      <div className="import__rules">
        <label htmlFor="import-match">{t("import.match")}</label>
        <Select
          id="import-match"
          value={key || "none"}
          options={[
            ...guess.matches.map((field) => ({
              value: field,
              label: t("import.matchBy", { field: labels.get(field) ?? field }),
            })),
            { value: "none", label: t("import.matchNone") },
          ]}
          onChange={(next) => settle({ match: next })}
        />
        {references.map((field) => (
          <Missing
            key={field}
            field={field}
            label={labels.get(field) ?? say(spec(field)?.label) ?? field}
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

function Missing({ field, label, value }: { field: string; label: string; value: string }) {
  const { t } = useWords();
  return (
    <>
      <label htmlFor={`import-missing-${field}`}>{t("import.missing", { field: label })}</label>
      <Select
        id={`import-missing-${field}`}
        value={value}
        options={(["create", "empty", "reject"] as const).map((each) => ({
          value: each,
          label: t(`import.missingHow.${each}`),
        }))}
        onChange={(next) => settle({ missing: { [field]: next } })}
      />
    </>
  );
}
