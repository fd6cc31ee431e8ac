import { Button, Checkbox, Select } from "antd";
import { FileSpreadsheet } from "lucide-react";
import { may, type Output, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { chooseEncoding, chooseEntity, chooseHeading, chooseSheet, settle, toColumns, useWizard } from "./wizard";

type Sheet = Output<"import.open">["sheets"][number];

/** Understood tells what was found in the file, and lets a person correct it: sheet, heading row, encoding, kind of record. */
export function Understood() {
  const { t } = useWords();
  const { file, sheet } = useWizard();
  if (!file) return null;
  const chosen = file.sheets.find((each) => each.name === sheet);
  return (
    <section className="import__part" aria-label={t("import.understood")}>
      <h2 className="panel__title withicon">
        <FileSpreadsheet size={16} aria-hidden />
        {file.name}
        <span className="second">{file.kind.toUpperCase()}</span>
      </h2>
      {file.encoding && file.kind === "csv" && <Encoding found={file.encoding} />}
      {(file.sheets.length > 1 || !chosen) && <Sheets sheets={file.sheets} />}
      {chosen && <Head sheet={chosen} />}
      {chosen && <Kind />}
    </section>
  );
}

const encodings = ["UTF-8", "GB18030", "Big5", "UTF-16LE", "Shift_JIS", "windows-1252"];

function Encoding({ found }: { found: string }) {
  const { t } = useWords();
  const busy = useWizard((wizard) => wizard.busy);
  const names = [...new Set([found, ...encodings])];
  return (
    <p className="import__line">
      <label htmlFor="import-encoding">{t("import.encoding")}</label>
      <Select
        id="import-encoding"
        size="small"
        className="import__encoding"
        value={found}
        disabled={busy !== undefined}
        options={names.map((value) => ({ value, label: value }))}
        onChange={chooseEncoding}
      />
      <span className="faint">{t("import.encodingHint")}</span>
    </p>
  );
}

function Sheets({ sheets }: { sheets: Sheet[] }) {
  const { t } = useWords();
  const { file, sheet, busy } = useWizard();
  return (
    <table className="plain import__sheets">
      <thead>
        <tr>
          <th scope="col">{t("import.sheet")}</th>
          <th scope="col" className="right">
            {t("import.rows")}
          </th>
          <th scope="col">{t("import.headings")}</th>
        </tr>
      </thead>
      <tbody>
        {sheets.map((each) => (
          <tr key={each.name} className={each.name === sheet ? "is-current" : undefined}>
            <td>
              <label className="import__choice">
                <input
                  type="radio"
                  name="sheet"
                  checked={each.name === sheet}
                  disabled={each.headingRow === 0 || busy !== undefined}
                  onChange={() => chooseSheet(each.name)}
                />
                {each.name || file?.name}
              </label>
            </td>
            <td className="right figure">{group(String(each.rows))}</td>
            <td className="import__headings">
              {each.problem ? (
                <Tone tone="attention">{each.problem}</Tone>
              ) : (
                each.columns.map((column) => column.heading).join(" · ")
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Head shows the first rows as they stand in the file; pressing a row's number makes it the heading. */
function Head({ sheet }: { sheet: Sheet }) {
  const { t } = useWords();
  const { headingRow, guess, busy, onlyShown } = useWizard();
  const heading = headingRow ?? sheet.headingRow;
  const width = Math.max(0, ...sheet.head.map((row) => row.cells.length));
  const places = Array.from({ length: width }, (_, at) => at);
  return (
    <>
      <p className="import__line">
        <span>{t("import.headFound", { row: heading, count: guess?.rows ?? sheet.rows })}</span>
        {(guess?.leftOut?.length ?? 0) > 0 && (
          <span className="second">{t("import.tailLeft", { count: guess?.leftOut?.length ?? 0 })}</span>
        )}
        <span className="faint">{t("import.headHint")}</span>
      </p>
      {(guess?.hidden ?? 0) > 0 && (
        <p className="import__line">
          <Tone tone="attention">{t("import.hidden", { count: guess?.hidden ?? 0 })}</Tone>
          <Checkbox checked={onlyShown} onChange={(event) => settle({ onlyShown: event.target.checked })}>
            {t("import.onlyShown")}
          </Checkbox>
        </p>
      )}
      <section className="import__head" aria-label={t("import.headLabel")}>
        <table>
          <tbody>
            {sheet.head.map((row) => (
              <tr
                key={row.row}
                className={row.row === heading ? "is-heading" : row.row < heading ? "is-above" : undefined}
              >
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={row.row === heading}
                    aria-label={t("import.headChoose", { row: row.row })}
                    title={t("import.headChoose", { row: row.row })}
                    disabled={busy !== undefined}
                    onClick={() => row.row !== heading && chooseHeading(row.row)}
                  >
                    {row.row}
                  </button>
                </th>
                {places.map((at) => (
                  <td key={at}>{row.cells[at] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Kind() {
  const { t, say } = useWords();
  const { entities, byName } = useDescribe();
  const { entity, guess, busy, likely } = useWizard();
  // What people keep lists of comes first; settings of the program are not brought in from files.
  const possible = entities.filter((each) => may(each, "import") && !each.quiet);
  const placed = guess?.columns.filter((column) => column.field).length ?? 0;
  const found = likely.find((each) => each.entity === entity);
  // Others are offered only where the choice is close.
  const others = likely.filter(
    (each) => each.entity !== entity && each.confidence >= 0.3 && each.confidence >= 0.75 * (found?.confidence ?? 0),
  );
  return (
    <div className="import__next">
      <label htmlFor="import-entity">{t("import.into")}</label>
      <Select
        id="import-entity"
        className="import__entity"
        value={entity}
        placeholder={t("import.chooseEntity")}
        options={possible.map((each) => ({ value: each.name, label: say(each.label) }))}
        onChange={chooseEntity}
      />
      {found && !busy && (
        <Tone tone={found.confidence >= 0.6 ? "good" : "attention"}>
          {t(found.confidence >= 0.6 ? "import.kindSure" : "import.kindPerhaps", {
            name: say(byName.get(found.entity)?.label),
          })}
        </Tone>
      )}
      {guess && entity && !busy && (
        <span className="second">{t("import.placed", { placed, count: guess.columns.length })}</span>
      )}
      {!busy && others.length > 0 && (
        <span className="second">
          {t("import.kindElse")}
          {others.map((each) => (
            <button key={each.entity} type="button" className="linklike" onClick={() => chooseEntity(each.entity)}>
              {say(byName.get(each.entity)?.label)}
            </button>
          ))}
        </span>
      )}
      {busy === "guessing" && <span className="second">{t("import.guessing")}</span>}
      <Button type="primary" disabled={!guess || !entity || busy !== undefined} onClick={toColumns}>
        {t("import.toColumns")}
      </Button>
    </div>
  );
}
