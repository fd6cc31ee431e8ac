import { Select } from "antd";
import { useEffect, useState } from "react";
import { type EntityDescription, type FieldSpec, type ImportValue, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { RecordPicker } from "../picker/RecordPicker";
import { type Missing, settleValue, useWizard } from "./wizard";

/** At most this many undecided texts of a field are asked about; the rest follow the rule for missing ones, and are counted. */
const asked = 100;

/** Names that no record has are as a rule all to be made: more than so many are counted first, and listed when that is wanted. */
const few = 5;

/** ValuesPart asks what texts of the file stand for, where that is not plain. */
export function ValuesPart() {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const { guess, entity } = useWizard();
  // What is shown as chosen is chosen: an option that is proposed is imported unless another one is taken. Records that
  // are referred to are looked up by the core itself.
  useEffect(() => {
    for (const [field, values] of Object.entries(guess?.values ?? {})) {
      if (specOf(byName, byName.get(entity ?? "")?.fields, field)?.target) continue;
      const settled = useWizard.getState().values[field];
      for (const { text, value, confidence } of values.filter(isOpen).slice(0, asked))
        if (value && confidence < 1 && settled?.[text] === undefined) settleValue(field, text, value);
    }
  }, [guess, entity, byName]);
  if (!guess || !entity) return null;
  const labels = new Map(guess.fields.map((each) => [each.field, say(each.label)]));
  const open = Object.entries(guess.values)
    .map(([field, values]) => [field, values.filter(isOpen)] as const)
    .filter(([, values]) => values.length > 0);
  if (open.length === 0) return null;
  return (
    <section className="import__part">
      <h2 className="panel__title">{t("import.values")}</h2>
      <p className="second">{t("import.valuesText")}</p>
      {open.map(([field, values]) => (
        <Values
          key={field}
          field={field}
          label={labels.get(field) ?? field}
          spec={specOf(byName, byName.get(entity)?.fields, field)}
          values={values}
        />
      ))}
    </section>
  );
}

function Values(props: { field: string; label: string; spec: FieldSpec | undefined; values: ImportValue[] }) {
  const { field, label, spec, values } = props;
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const rule = useWizard((wizard) => wizard.missing[field] ?? "reject") as Missing;
  const settled = useWizard((wizard) => wizard.values[field]);
  const entity = useWizard((wizard) => wizard.entity);
  const lost = spec?.target
    ? values.filter((value) => !value.value && !isShared(value) && settled?.[value.text] === undefined)
    : [];
  const folded = !all && lost.length > few;
  const shown = (folded ? values.filter((value) => !lost.includes(value)) : values).slice(0, asked);
  const hidden = values.filter((value) => !shown.includes(value));
  return (
    <table className="plain import__values">
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col" className="right">
            {t("import.rows")}
          </th>
          <th scope="col">{t("import.standsFor")}</th>
          <th scope="col">{t("import.sure")}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((value) => (
          <ValueRow key={value.text} field={field} spec={spec} value={value} />
        ))}
        {hidden.length > 0 && (
          <tr>
            <th scope="row">
              {t(folded ? "import.namesLost" : "import.namesMore", { count: hidden.length })}
              <span className="import__someof faint">
                {hidden
                  .slice(0, 3)
                  .map((value) => value.text)
                  .join(t("import.comma"))}
                {hidden.length > 3 && "…"}
              </span>
            </th>
            <td className="right figure">{group(String(hidden.reduce((sum, value) => sum + value.rows, 0)))}</td>
            <td className="second">
              {spec?.target &&
                t("import.namesRule", {
                  rule: t(isOutsider(spec, entity) ? `import.missingUser.${rule}` : `import.missingHow.${rule}`),
                })}
            </td>
            <td>
              {folded && (
                <button type="button" className="linklike" onClick={() => setAll(true)}>
                  {t("import.namesEach")}
                </button>
              )}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** From here on the core takes a record by a name that is written a little differently. */
const sure = 0.95;

/** isShared says that several records bear a name: which is meant, only people know. */
export const isShared = (value: ImportValue) => !value.value && value.confidence > 0;

/** isOutsider says of a reference to users, in a file of something else: whoever stands there becomes a user only knowingly. */
export const isOutsider = (spec: FieldSpec | undefined, entity: string | undefined) =>
  spec?.target === "user" && entity !== "user";

const isOpen = (value: ImportValue) => value.confidence < 1 || value.remembered === true;

/** specOf finds a field by its path: a column of a table inside the record, or a field of the record referred to. */
export function specOf(
  byName: ReadonlyMap<string, EntityDescription>,
  fields: FieldSpec[] | undefined,
  path: string,
): FieldSpec | undefined {
  const [first, ...rest] = path.split(".");
  const spec = fields?.find((each) => each.name === first);
  if (rest.length === 0) return spec;
  return specOf(byName, spec?.fields ?? byName.get(spec?.target ?? "")?.fields, rest.join("."));
}

function ValueRow({ field, spec, value }: { field: string; spec: FieldSpec | undefined; value: ImportValue }) {
  const { t, say } = useWords();
  const settled = useWizard((wizard) => wizard.values[field]?.[value.text]);
  // A record that is only called alike is offered, not chosen: the import takes none that nobody has confirmed.
  const offered = spec?.target && settled === undefined && !value.remembered && value.confidence < sure;
  const chosen = settled ?? (offered ? undefined : value.value);
  const label = t("import.standsForOf", { text: value.text });
  return (
    <tr>
      <th scope="row">{value.text}</th>
      <td className="right figure">{value.rows > 0 ? group(String(value.rows)) : "—"}</td>
      <td className="import__value">
        {spec?.target ? (
          <RecordPicker
            entity={spec.target}
            value={chosen || undefined}
            titles={value.value ? { [value.value]: value.title ?? value.value } : {}}
            placeholder={t(isShared(value) ? "import.whichOne" : "import.byRule")}
            aria={{ "aria-label": label }}
            onChange={(id) => settleValue(field, value.text, id ?? "")}
          />
        ) : (
          <Select
            aria-label={label}
            value={chosen || undefined}
            placeholder={t("import.chooseValue")}
            allowClear
            options={spec?.options?.map((option) => ({ value: option.value, label: say(option.label) }))}
            onChange={(next: string | undefined) => settleValue(field, value.text, next ?? "")}
          />
        )}
      </td>
      <td>
        {offered && value.value ? (
          <button type="button" className="linklike" onClick={() => settleValue(field, value.text, value.value)}>
            {t("import.meant", { title: value.title ?? "", percent: Math.round(value.confidence * 100) })}
          </button>
        ) : value.remembered && chosen === value.value ? (
          <Tone tone="good">{t("import.remembered")}</Tone>
        ) : value.value && chosen === value.value ? (
          <Tone tone={value.confidence >= 0.9 ? "good" : "attention"}>
            {t(value.confidence >= 0.9 ? "import.likely" : "import.perhaps", {
              percent: Math.round(value.confidence * 100),
            })}
          </Tone>
        ) : chosen ? (
          <Tone tone="good">{t("import.certain")}</Tone>
        ) : (
          <Tone tone="attention">{t(isShared(value) && spec?.target ? "import.shared" : "import.unknown")}</Tone>
        )}
      </td>
    </tr>
  );
}
