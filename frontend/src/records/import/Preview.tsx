import { Segmented } from "antd";
import { useState } from "react";
import type { ImportResult } from "@/api";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { useWizard } from "./wizard";

type Row = ImportResult["preview"][number];

/** So many records are shown. */
const shownRows = 12;
/** At most this many fields of a record are shown; the others are counted. */
const shownFields = 8;

/** Preview shows for some rows what becomes of them, field by field: what was there, and what will be. */
export function Preview({ result }: { result: ImportResult }) {
  const { t, say } = useWords();
  const guess = useWizard((wizard) => wizard.guess);
  const created = result.preview.filter((row) => row.verb === "created");
  const updated = result.preview.filter((row) => row.verb !== "created");
  const [verb, setVerb] = useState<"updated" | "created">("updated");
  if (result.preview.length === 0) return null;
  const both = created.length > 0 && updated.length > 0;
  const rows = (both ? (verb === "created" ? created : updated) : result.preview).slice(0, shownRows);
  const labels = new Map(guess?.fields.map((each) => [each.field, say(each.label)]));
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
            <PreviewRow key={row.row} row={row} labels={labels} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PreviewRow({ row, labels }: { row: Row; labels: ReadonlyMap<string, string> }) {
  const { t } = useWords();
  const isNew = row.verb === "created";
  // Of a new record the name stands beside the list already.
  const fields = row.fields.filter((each) => !isNew || each.new !== row.title);
  return (
    <tr>
      <td className="right figure">{row.row}</td>
      <th scope="row">
        <span className="import__title">{row.title}</span>
        <Tone tone={isNew ? "good" : "accent"}>{t(isNew ? "import.count.created" : "import.count.updated")}</Tone>
      </th>
      <td>
        <dl className="import__changes">
          {fields.slice(0, shownFields).map((each) => (
            <div key={each.field}>
              <dt>{labels.get(each.field) ?? each.field}</dt>
              <dd>
                {each.old && (
                  <>
                    <del>{each.old}</del> <span aria-hidden>→</span>{" "}
                  </>
                )}
                <ins>{each.new || t("import.emptied")}</ins>
              </dd>
            </div>
          ))}
          {fields.length > shownFields && <div className="faint">+{fields.length - shownFields}</div>}
        </dl>
      </td>
    </tr>
  );
}
