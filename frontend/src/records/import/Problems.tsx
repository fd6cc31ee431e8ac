import { Button, Input, Select } from "antd";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { type FieldSpec, type ImportReason, type ImportResult, useDescribe } from "@/api";
import { composing } from "@/lib/keyboard";
import { group } from "@/lib/money";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { RecordPicker } from "../picker/RecordPicker";
import { useReasonWords } from "./reasonWords";
import { isOutsider, isShared, specOf } from "./ValuesPart";
import { check, settle, settleCell, settleText, settleValue, useWizard } from "./wizard";

const keyOf = (reason: ImportReason) => `${reason.heading ?? ""} ${reason.reason}`;

/** canMend says that a row which is imported all the same can be put right in the trial: a name is left out there. */
export const canMend = (reason: ImportReason) => reason.heading !== undefined && (reason.values ?? []).length > 0;

/** Problems lists why rows cannot be imported, and what is left out of others, a cause at a time, and lets each be put right where it is told. */
export function Problems({ result }: { result: ImportResult }) {
  const { t } = useWords();
  return (
    <>
      <Causes title={t("import.reasons")} reasons={result.reasons} tone="bad" entity={result.entity} />
      <Causes
        title={t("import.leftEmpty")}
        reasons={(result.warnings ?? []).filter(canMend)}
        tone="attention"
        entity={result.entity}
      />
    </>
  );
}

function Causes(props: { title: string; reasons: ImportReason[]; tone: string; entity: string }) {
  const { title, reasons, tone } = props;
  const { t } = useWords();
  const words = useReasonWords(props.entity);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  if (reasons.length === 0) return null;
  const toggle = (key: string) =>
    setClosed((was) => {
      const next = new Set(was);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <section className="import__part">
      <div className="import__parthead">
        <h2 className="panel__title">{title}</h2>
        <span className="faint">{t("import.reasonsText")}</span>
      </div>
      {reasons.map((reason, n) => {
        const key = keyOf(reason);
        const open = n < 6 !== closed.has(key);
        return (
          <article className="import__problem" key={key}>
            <h3>
              <button type="button" aria-expanded={open} onClick={() => toggle(key)}>
                {open ? <ChevronDown size={15} aria-hidden /> : <ChevronRight size={15} aria-hidden />}
                <Tone tone={tone}>{words(reason)}</Tone>
                <span className="import__problemrows figure">{t("import.rowCount", { count: reason.rows })}</span>
              </button>
            </h3>
            {open && <Mend reason={reason} />}
          </article>
        );
      })}
    </section>
  );
}

function Mend({ reason }: { reason: ImportReason }) {
  const { t } = useWords();
  const { byName } = useDescribe();
  const entity = useWizard((wizard) => wizard.entity);
  const spec = reason.field ? specOf(byName, byName.get(entity ?? "")?.fields, reason.field) : undefined;
  // A wrong text that stands in many rows is put right once; where rows differ, each has its own cell.
  const repeated = (reason.values ?? []).filter((value) => value.text !== "");
  const single = repeated.length > 0 ? [] : (reason.cells ?? []);
  if (!reason.heading)
    return (
      <p className="import__mend second">
        {t("import.inRows", { rows: reason.examples.slice(0, 10).join(t("import.comma")) })}
      </p>
    );
  return (
    <div className="import__mend">
      <Whole reason={reason} spec={spec} />
      {repeated.length > 0 && <Texts reason={reason} spec={spec} />}
      {single.length > 0 && <Cells reason={reason} />}
    </div>
  );
}

/** Whole offers what can be done for all rows of a cause at once. */
function Whole({ reason, spec }: { reason: ImportReason; spec: FieldSpec | undefined }) {
  const { t, say } = useWords();
  const { missing, guess, match, entity } = useWizard();
  const field = reason.field ?? "";
  // Where several records bear a name, none is missing: one of them has to be chosen.
  const several = new Set(guess?.values[field]?.filter(isShared).map((value) => value.text));
  const chooses = (reason.values ?? []).length > 0 && reason.values?.every((value) => several.has(value.text));
  if (spec?.target && guess?.missing[field] !== undefined && !chooses) {
    const now = missing[field] ?? "reject";
    const outsider = isOutsider(spec, entity);
    return (
      <p className="import__line">
        {(["create", "empty", "reject"] as const).map((how) => (
          <Button
            key={how}
            size="small"
            type={now === how ? "primary" : "default"}
            aria-pressed={now === how}
            onClick={() => settle({ missing: { [field]: now === how && !outsider ? "reject" : how } })}
          >
            {t(outsider ? `import.mend.user.${how}` : `import.mend.${how}`, { count: reason.rows })}
          </Button>
        ))}
      </p>
    );
  }
  if (spec && guess?.matches.includes(field) && spec.unique && match !== field)
    return (
      <p className="import__line">
        <Button size="small" onClick={() => settle({ match: field, policy: "update" })}>
          {t("import.mend.match", { field: say(spec.label) })}
        </Button>
      </p>
    );
  return null;
}

function Texts({ reason, spec }: { reason: ImportReason; spec: FieldSpec | undefined }) {
  const { t, say } = useWords();
  const values = (reason.values ?? []).filter((value) => value.text !== "");
  return (
    <table className="plain import__mendtable">
      <thead>
        <tr>
          <th scope="col">{t("import.inFile", { heading: reason.heading })}</th>
          <th scope="col" className="right">
            {t("import.rows")}
          </th>
          <th scope="col">{t("import.instead")}</th>
        </tr>
      </thead>
      <tbody>
        {values.map((value) => (
          <tr key={value.text}>
            <th scope="row">{value.text}</th>
            <td className="right figure">{group(String(value.rows))}</td>
            <td>
              <Instead
                reason={reason}
                spec={spec}
                text={value.text}
                label={t("import.insteadOf", { text: value.text })}
                say={say}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Instead(props: {
  reason: ImportReason;
  spec: FieldSpec | undefined;
  text: string;
  label: string;
  say: (words: { zh: string; en: string } | undefined) => string;
}) {
  const { reason, spec, text, label, say } = props;
  const { t } = useWords();
  const field = reason.field ?? "";
  const heading = reason.heading ?? "";
  const value = useWizard((wizard) => wizard.values[field]?.[text]);
  const typed = useWizard((wizard) => wizard.texts[heading]?.[text]);
  if (spec?.kind === "choice" && spec.options)
    return (
      <Select
        size="small"
        className="import__field"
        aria-label={label}
        value={value}
        placeholder={t("import.chooseValue")}
        allowClear
        options={[
          ...spec.options.map((option) => ({ value: option.value, label: say(option.label) })),
          { value: "", label: t("import.missingHow.empty") },
        ]}
        onChange={(next: string | undefined) => settleValue(field, text, next)}
      />
    );
  if (spec?.kind === "ref" && spec.target)
    return (
      <RecordPicker
        entity={spec.target}
        value={value || undefined}
        placeholder={t("import.chooseRecord")}
        aria={{ "aria-label": label }}
        onChange={(id) => settleValue(field, text, id)}
      />
    );
  return <Typed label={label} value={typed} placeholder={text} onChange={(next) => settleText(heading, text, next)} />;
}

function Cells({ reason }: { reason: ImportReason }) {
  const { t } = useWords();
  const heading = reason.heading ?? "";
  const cells = useWizard((wizard) => wizard.cells);
  const all = useWizard((wizard) => wizard.texts[heading]?.[""]);
  const shown = reason.cells ?? [];
  return (
    <table className="plain import__mendtable import__mendtable--rows">
      <thead>
        <tr>
          <th scope="col" className="right">
            {t("import.row")}
          </th>
          <th scope="col">{t("import.record")}</th>
          <th scope="col">{heading}</th>
        </tr>
      </thead>
      <tbody>
        {reason.rows > 1 && (
          <tr>
            <td />
            <th scope="row">{t("import.allRows", { count: reason.rows })}</th>
            <td>
              <Typed
                label={t("import.allRowsOf", { heading })}
                value={all}
                placeholder={t("import.fillAll")}
                onChange={(next) => settleText(heading, "", next)}
              />
            </td>
          </tr>
        )}
        {shown.map((cell) => (
          <tr key={cell.row}>
            <td className="right figure">{cell.row}</td>
            <th scope="row">{cell.title || "—"}</th>
            <td>
              <Typed
                label={t("import.cellOf", { heading, row: cell.row })}
                value={cells[cell.row]?.[heading]}
                placeholder={cell.text || all || t("import.fillIn")}
                onChange={(next) => settleCell(cell.row, heading, next)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Typed(props: {
  label: string;
  value: string | undefined;
  placeholder: string;
  onChange: (next: string | undefined) => void;
}) {
  return (
    <Input
      size="small"
      className="import__field"
      aria-label={props.label}
      value={props.value ?? ""}
      placeholder={props.placeholder}
      onChange={(event) => props.onChange(event.target.value === "" ? undefined : event.target.value)}
      onPressEnter={(event) => {
        if (!composing(event) && (event.ctrlKey || event.metaKey)) void check();
      }}
    />
  );
}
