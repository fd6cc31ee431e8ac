import { Button, Progress, Select } from "antd";
import { FileSpreadsheet, FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { may, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { useFaultWords } from "@/ui/faultWords";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { chooseEntity, chooseSheet, take, toColumns, useWizard } from "./wizard";

/** FileStep takes the file and shows what was understood of it. */
export function FileStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const { file, busy, fault, part } = useWizard();
  return (
    <>
      <Drop />
      {busy === "reading" && (
        <p className="import__wait" role="status">
          {t("import.reading")}
          {part > 0 && part < 1 && <Progress size="small" percent={Math.round(part * 100)} />}
        </p>
      )}
      {fault && (
        <p className="import__fault" role="alert">
          {words(fault)}
        </p>
      )}
      {file && <Understood />}
    </>
  );
}

function useImportable() {
  const { entities } = useDescribe();
  // What people keep lists of comes first; settings of the program are not brought in from files.
  return entities.filter((entity) => may(entity, "import") && !entity.quiet);
}

function Drop() {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const busy = useWizard((wizard) => wizard.busy);
  const importable = useImportable().map((entity) => entity.name);
  const give = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !busy) void take(file, importable);
  };
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same by keyboard
    <div
      className={over ? "import__drop is-over" : "import__drop"}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        give(event.dataTransfer.files);
      }}
    >
      <FileUp size={28} strokeWidth={1.4} aria-hidden />
      <p className="import__droptitle">{t("import.drop")}</p>
      <p className="second">{t("import.kinds")}</p>
      <input
        ref={input}
        type="file"
        className="hiddenfile"
        accept=".xlsx,.csv,.tsv,.txt"
        aria-label={t("import.pick")}
        tabIndex={-1}
        onChange={(event) => {
          give(event.target.files);
          event.target.value = "";
        }}
      />
      <Button type={busy ? "default" : "primary"} disabled={busy !== undefined} onClick={() => input.current?.click()}>
        {t("import.pick")}
      </Button>
    </div>
  );
}

function Understood() {
  const { t, say } = useWords();
  const { file, sheet, entity, guess, busy } = useWizard();
  const importable = useImportable();
  if (!file) return null;
  const chosen = file.sheets.find((each) => each.name === sheet);
  const placed = guess?.columns.filter((column) => column.field).length ?? 0;
  return (
    <section className="import__part" aria-label={t("import.understood")}>
      <h2 className="panel__title withicon">
        <FileSpreadsheet size={16} aria-hidden />
        {file.name}
        <span className="second">
          {file.kind.toUpperCase()}
          {file.encoding && ` · ${file.encoding}`}
        </span>
      </h2>
      <table className="plain import__sheets">
        <thead>
          <tr>
            <th scope="col">{t("import.sheet")}</th>
            <th scope="col" className="right">
              {t("import.rows")}
            </th>
            <th scope="col">{t("import.heading")}</th>
            <th scope="col">{t("import.headings")}</th>
          </tr>
        </thead>
        <tbody>
          {file.sheets.map((each) => (
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
                  {each.name || file.name}
                </label>
              </td>
              <td className="right figure">{group(String(each.rows))}</td>
              <td>{each.headingRow > 0 ? t("import.headingRow", { row: each.headingRow }) : "—"}</td>
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
      {chosen && (
        <div className="import__next">
          <label htmlFor="import-entity">{t("import.into")}</label>
          <Select
            id="import-entity"
            className="import__entity"
            value={entity}
            placeholder={t("import.chooseEntity")}
            options={importable.map((each) => ({ value: each.name, label: say(each.label) }))}
            onChange={chooseEntity}
          />
          {guess && entity && !busy && (
            <span className="second">{t("import.placed", { placed, count: guess.columns.length })}</span>
          )}
          {busy === "guessing" && <span className="second">{t("import.guessing")}</span>}
          <Button type="primary" disabled={!guess || !entity || busy !== undefined} onClick={toColumns}>
            {t("import.toColumns")}
          </Button>
        </div>
      )}
    </section>
  );
}
