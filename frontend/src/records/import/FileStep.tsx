import { Button, Progress } from "antd";
import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { useFaultWords } from "@/ui/faultWords";
import { useWords } from "@/ui/words";
import { Understood } from "./Understood";
import { Unfinished } from "./Unfinished";
import { take, useWizard } from "./wizard";

/** FileStep takes the file and shows what was understood of it. */
export function FileStep() {
  const { t } = useWords();
  const words = useFaultWords();
  const { file, busy, fault, part } = useWizard();
  return (
    <>
      <Unfinished />
      <Drop small={file !== undefined} />
      {busy === "reading" && (
        <div className="import__wait" role="status">
          {t("import.reading")}
          {part > 0 && part < 1 && (
            <Progress size="small" percent={Math.round(part * 100)} aria-label={t("import.reading")} />
          )}
        </div>
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

/** What may be brought in. */
export const importable = ".xlsx,.csv,.tsv,.txt,.vcf";

function Drop({ small }: { small: boolean }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const busy = useWizard((wizard) => wizard.busy);
  const give = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !busy) void take(file);
  };
  const drag = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same by keyboard
    <div
      className={`import__drop${over ? " is-over" : ""}${small ? " is-small" : ""}`}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        give(event.dataTransfer.files);
      }}
    >
      <FileUp size={small ? 18 : 28} strokeWidth={1.4} aria-hidden />
      <p className="import__droptitle">{t(small ? "import.dropOther" : "import.drop")}</p>
      {!small && <p className="second">{t("import.kinds")}</p>}
      <input
        ref={input}
        type="file"
        className="hiddenfile"
        accept={importable}
        aria-label={t("import.pick")}
        tabIndex={-1}
        onChange={(event) => {
          give(event.target.files);
          event.target.value = "";
        }}
      />
      <Button
        type={busy || small ? "default" : "primary"}
        size={small ? "small" : "middle"}
        disabled={busy !== undefined}
        onClick={() => input.current?.click()}
      >
        {t("import.pick")}
      </Button>
    </div>
  );
}
