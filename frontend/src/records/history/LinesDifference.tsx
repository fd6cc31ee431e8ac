import type { FieldSpec, FieldValue, LineValue, Titles } from "@/api";
import { useWords } from "@/ui/words";
import { Cell, isEmpty } from "../cells";
import { differLines, type LineChange } from "./lines";

/** So many lines are told of. */
const most = 12;

/** LinesDifference tells of the lines of a table that came, went or changed, and of what changed in them. */
export function LinesDifference(props: { spec: FieldSpec; before: FieldValue; after: FieldValue; titles?: Titles }) {
  const { spec, before, after, titles } = props;
  const { t } = useWords();
  const fields = spec.fields ?? [];
  const changes = differLines(
    rowsOf(before),
    rowsOf(after),
    fields.map((each) => each.name),
  );
  if (changes.length === 0) return <span className="faint">{t("history.linesMoved")}</span>;
  return (
    <ul className="linesdiff">
      {changes.slice(0, most).map((change) => (
        <li key={`${change.kind} ${change.at}`}>
          <One change={change} fields={fields} titles={titles} />
        </li>
      ))}
      {changes.length > most && <li className="faint">{t("history.linesMore", { count: changes.length - most })}</li>}
    </ul>
  );
}

const rowsOf = (value: FieldValue) => (Array.isArray(value) ? (value as LineValue[]) : []);

function One({ change, fields, titles }: { change: LineChange; fields: FieldSpec[]; titles?: Titles }) {
  const { t, say } = useWords();
  const { kind, before, after } = change;
  const line = after ?? before ?? {};
  const name = fields.find((each) => !isEmpty(line[each.name]));
  const cell = (spec: FieldSpec, row: LineValue | undefined) => {
    const value = row?.[spec.name];
    return isEmpty(value) ? t("record.fromEmpty") : <Cell spec={spec} value={value} titles={titles} />;
  };
  const whole = fields.filter((each) => !isEmpty(line[each.name]));
  const Mark = kind === "gone" ? "del" : "ins";
  return (
    <>
      <span className="second">{t(`history.line.${kind}`, { number: change.at + 1 })}</span>{" "}
      {kind !== "changed" && (
        <Mark className={kind === "gone" ? "difference__old" : "difference__new"}>
          {whole.map((each) => (
            <span key={each.name} className="linesdiff__value" title={say(each.label)}>
              {cell(each, line)}
            </span>
          ))}
        </Mark>
      )}
      {kind === "changed" && (
        <>
          {name && !change.columns.includes(name.name) && <span className="linesdiff__value">{cell(name, line)}</span>}
          {fields
            .filter((each) => change.columns.includes(each.name))
            .map((each) => (
              <span key={each.name} className="linesdiff__value">
                <span className="second">{say(each.label)}</span>{" "}
                <del className="difference__old">{cell(each, before)}</del>
                <span aria-hidden className="faint">
                  {" → "}
                </span>
                <ins className="difference__new">{cell(each, after)}</ins>
              </span>
            ))}
        </>
      )}
    </>
  );
}
