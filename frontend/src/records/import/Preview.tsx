import { useState } from "react";
import { type FieldSpec, type ImportResult, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { Segmented } from "@/ui/Segmented";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { specOf } from "./ValuesPart";

type Row = ImportResult["preview"][number];

/** So many records are shown. */
const shownRows = 12;
/** At most this many fields of a record are shown; the others are counted. */
const shownFields = 8;

/** Preview shows for some rows what becomes of them, field by field: what was there, and what will be. */
export function Preview({ result }: { result: ImportResult }) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const created = result.preview.filter((row) => row.verb === "created");
  const updated = result.preview.filter((row) => row.verb !== "created");
  const [verb, setVerb] = useState<"updated" | "created">("updated");
  if (result.preview.length === 0) return null;
  const both = created.length > 0 && updated.length > 0;
  const rows = (both ? (verb === "created" ? created : updated) : result.preview).slice(0, shownRows);
  const fields = byName.get(result.entity)?.fields;
  const nameOf = (field: string) => say(specOf(byName, fields, field)?.label) || field;
  const write = (field: string, text: string) => written(specOf(byName, fields, field), text);
  return (
    <section className="import__part">
      <div className="import__parthead">
        <h2 className="panel__title">{t("import.preview")}</h2>
        {both && (
          <Segmented
            size="small"
            value={verb}
            onChange={setVerb}
            options={(["updated", "created"] as const).map((value) => ({
              value,
              label: t(`import.count.${value}`),
            }))}
          />
        )}
        <span className="faint">{t("import.previewSome", { count: rows.length })}</span>
      </div>
      <table className="plain import__preview">
        <thead>
          <tr>
            <th scope="col" className="right">
              {t("import.row")}
            </th>
            <th scope="col">{t("import.record")}</th>
            <th scope="col">{t("import.becomes")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PreviewRow key={row.row} row={row} nameOf={nameOf} write={write} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

// Figures are written as lists write them.
const written = (spec: FieldSpec | undefined, text: string) =>
  spec?.kind === "money" || spec?.kind === "decimal" ? group(text) : text;

function PreviewRow(props: {
  row: Row;
  nameOf: (field: string) => string;
  write: (field: string, text: string) => string;
}) {
  const { row, nameOf, write } = props;
  const { t } = useWords();
  const isNew = row.verb === "created";
  // Of a new record the name stands beside the list already.
  const fields = row.fields.filter((each) => !isNew || each.new !== row.title);
  // "One more" takes as much room as the one itself.
  const some = fields.length > shownFields + 1 ? shownFields : fields.length;
  return (
    <tr>
      <td className="right figure">{[row.row, ...(row.also ?? [])].slice(0, 4).join(t("import.comma"))}</td>
      <th scope="row">
        <span className="import__title">{row.title}</span>
        <Tone tone={isNew ? "good" : "accent"}>{t(isNew ? "import.count.created" : "import.count.updated")}</Tone>
      </th>
      <td>
        <dl className="import__changes">
          {fields.slice(0, some).map((each, n) => (
            <div key={each.field}>
              <dt>{nameOf(each.field)}</dt>
              <dd>
                {each.old && (
                  <>
                    <del>{write(each.field, each.old)}</del> <span aria-hidden>→</span>{" "}
                  </>
                )}
                <ins>{each.new ? write(each.field, each.new) : t("import.emptied")}</ins>
              </dd>
              {n === some - 1 && fields.length > some && (
                <dd className="faint">{t("import.fieldsMore", { count: fields.length - some })}</dd>
              )}
            </div>
          ))}
        </dl>
      </td>
    </tr>
  );
}
