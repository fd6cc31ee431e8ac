import { Button, Select } from "antd";
import { ArrowRight, ArrowUpDown } from "lucide-react";
import { type ImportColumn, type ImportField, useDescribe } from "@/api";
import { match } from "@/lib/pinyin";
import { useFaultWords } from "@/ui/faultWords";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { RulesPart } from "./RulesPart";
import { ValuesPart } from "./ValuesPart";
import { back, check, settleColumn, swapColumn, useWizard } from "./wizard";

/** ColumnsStep says where each column goes and what its values mean. */
export function ColumnsStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const { guess, columns, busy, fault, entity } = useWizard();
  const { byName } = useDescribe();
  if (!guess) return null;
  const starts = (field: string) =>
    byName.get(entity ?? "")?.fields.some((each) => each.name === field && each.default);
  const taken = Object.values(columns).filter((field) => field !== "");
  const doubled = taken.filter((field, n) => taken.indexOf(field) !== n);
  const wanting = guess.fields.filter(
    (each) => each.required && !each.field.includes(".") && !taken.includes(each.field) && !starts(each.field),
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
      <RulesPart />
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
      <th scope="row">
        {column.heading}
        {column.filled === 0 && <span className="faint"> {t("import.blank")}</span>}
      </th>
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
        <Sureness column={column} field={field} guessed={guessed} label={say} fields={fields} />
      </td>
    </tr>
  );
}

/** Sureness says how a column came to its field; of two columns for one field the second is never left out unsaid. */
function Sureness(props: {
  column: ImportColumn;
  field: string;
  guessed: boolean;
  fields: ImportField[];
  label: (words: ImportField["label"] | undefined) => string;
}) {
  const { column, field, guessed, fields, label } = props;
  const { t } = useWords();
  if (field === "" && column.rival && column.filled > 0) {
    const rival = column.rival;
    const best = fields.find((each) => each.field === column.offers?.[0]?.field);
    return (
      <span className="import__rival">
        <Tone tone="attention">{t("import.rival", { field: label(best?.label), rival })}</Tone>
        <Button
          size="small"
          type="text"
          icon={<ArrowUpDown size={13} aria-hidden />}
          onClick={() => swapColumn(column.heading, rival)}
        >
          {t("import.swap")}
        </Button>
      </span>
    );
  }
  if (field === "") return <span className="faint">{t("import.notImported")}</span>;
  if (guessed && column.remembered) return <Tone tone="good">{t("import.remembered")}</Tone>;
  if (guessed && column.confidence < 1)
    return (
      <Tone tone={column.confidence >= 0.8 ? "good" : "attention"}>
        {t(column.confidence >= 0.8 ? "import.likely" : "import.perhaps", {
          percent: Math.round(column.confidence * 100),
        })}
      </Tone>
    );
  return <Tone tone="good">{t("import.certain")}</Tone>;
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
