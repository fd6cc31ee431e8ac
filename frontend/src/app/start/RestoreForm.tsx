import { Button, Input } from "antd";
import { FolderOpen } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { answers, runJob, upload } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** RestoreForm puts a backup in the place of a book that holds nothing yet. */
export function RestoreForm() {
  const { t } = useWords();
  const notice = useNotice();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const restore = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return;
    setBusy(true);
    try {
      const hash = await upload(file, file.name);
      const done = await runJob("book.restore", { file: hash, passphrase });
      await answers.invalidateQueries();
      notice.done(t("start.restored", { count: done.records.customer ?? 0 }));
    } catch (thrown) {
      notice.failed(thrown);
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
          onChange={(event) => setFile(event.target.files?.[0])}
        />
        <span className="first__file">
          <Button icon={<FolderOpen size={15} aria-hidden />} onClick={() => input.current?.click()}>
            {t("start.restoreChoose")}
          </Button>
          <span className="faint">{file?.name}</span>
        </span>
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
      <Button type="primary" htmlType="submit" disabled={!file} loading={busy}>
        {busy ? t("start.restoring") : t("start.restoreRun")}
      </Button>
    </form>
  );
}
