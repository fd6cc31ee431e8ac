import { Button, Input } from "antd";
import { FolderOpen } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { answers, faultOf, runJob, upload } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** RestoreForm puts a backup in the place of a book that holds nothing yet. */
export function RestoreForm() {
  const { t } = useWords();
  const notice = useNotice();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [folder, setFolder] = useState("");
  const [wrong, setWrong] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const restore = async (event: FormEvent) => {
    event.preventDefault();
    const from = folder.trim();
    if (!file && from === "") return;
    setBusy(true);
    setWrong("");
    try {
      const source = file ? { file: await upload(file, file.name) } : { folder: from };
      const done = await runJob("book.restore", { ...source, passphrase });
      await answers.invalidateQueries();
      notice.done(t("start.restored", { count: done.records.customer ?? 0 }));
    } catch (thrown) {
      const said = faultOf(thrown).fields.folder;
      if (said) setWrong(said);
      else notice.failed(thrown);
      setBusy(false);
    }
  };
  return (
    <form className="first__restore" onSubmit={(event) => void restore(event)}>
      <div className="field">
        <label className="field__label" htmlFor="restore-file">
          {t("start.restoreFile")}
        </label>
        <input
          id="restore-file"
          ref={input}
          type="file"
          className="unseen"
          tabIndex={-1}
          onChange={(event) => {
            setFile(event.target.files?.[0]);
            setFolder("");
          }}
        />
        <span className="first__file">
          <Button icon={<FolderOpen size={15} aria-hidden />} onClick={() => input.current?.click()}>
            {t("start.restoreChoose")}
          </Button>
          <span className="faint">{file?.name}</span>
        </span>
      </div>
      <div className="field">
        <label className="field__label" htmlFor="restore-folder">
          {t("start.restoreFolder")}
        </label>
        <Input
          id="restore-folder"
          value={folder}
          placeholder={t("start.restoreFolderHint")}
          status={wrong ? "error" : ""}
          aria-invalid={wrong !== ""}
          aria-describedby={wrong ? "restore-folder-wrong" : undefined}
          onChange={(event) => {
            setFolder(event.target.value);
            setFile(undefined);
          }}
        />
        {wrong && (
          <span className="field__problem" id="restore-folder-wrong" role="alert">
            {wrong}
          </span>
        )}
      </div>
      <div className="field">
        <label className="field__label" htmlFor="restore-passphrase">
          {t("start.restorePassphrase")}
        </label>
        <Input.Password
          id="restore-passphrase"
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
      </div>
      <Button type="primary" htmlType="submit" disabled={!file && folder.trim() === ""} loading={busy}>
        {busy ? t("start.restoring") : t("start.restoreRun")}
      </Button>
    </form>
  );
}
