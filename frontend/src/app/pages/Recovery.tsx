import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useDescribe, useOperation } from "@/api";
import { toDay } from "@/lib/day";
import { useNotice } from "@/records/notice";
import { host } from "@/shell";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";

/** Recovery shows the recovery key of a sealed book: once when the book is new, and whenever a new key is made. */
export function Recovery() {
  const { t } = useWords();
  const { book } = useDescribe();
  const notice = useNotice();
  const first = useOperation("book.recovery");
  const renew = useOperation("book.renewRecovery");
  const [key, setKey] = useState<string>();
  const [passphrase, setPassphrase] = useState("");

  const show = async () => {
    try {
      setKey((await first.mutateAsync({})).recovery);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setKey((await renew.mutateAsync({ passphrase })).recovery);
      setPassphrase("");
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <section>
      <h2 className="panel__title">{t("recovery.title")}</h2>
      <p className="second">{book.sealed ? t("recovery.text") : t("recovery.plain")}</p>
      {book.sealed && key !== undefined && key !== "" && <Shown value={key} onKept={() => setKey(undefined)} />}
      {book.sealed && !key && (
        <>
          {key === undefined ? (
            <Button loading={first.isPending} onClick={() => void show()}>
              {t("recovery.show")}
            </Button>
          ) : (
            <p role="status">{t("recovery.none")}</p>
          )}
          <p className="second">{t("recovery.renewText")}</p>
          <form className="settings__name" onSubmit={(event) => void make(event)}>
            <label htmlFor="recovery-passphrase">{t("recovery.passphrase")}</label>
            <Input.Password
              id="recovery-passphrase"
              autoComplete="off"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
            <Button htmlType="submit" disabled={passphrase === ""} loading={renew.isPending}>
              {t("recovery.renew")}
            </Button>
          </form>
        </>
      )}
    </section>
  );
}

function Shown({ value, onKept }: { value: string; onKept: () => void }) {
  const { t } = useWords();
  const { book } = useDescribe();
  const notice = useNotice();
  const now = useNow();
  const copy = () => void host.copy(value).then(() => notice.done(t("recovery.copied")), notice.failed);
  return (
    <div className="recovery is-printing">
      <p>{t("recovery.paper", { name: book.name || t("app.name"), day: toDay(now) })}</p>
      <p className="recovery__key">{value}</p>
      <p className="second">{t("recovery.text")}</p>
      <div className="recovery__actions">
        <Button type="primary" onClick={() => window.print()}>
          {t("recovery.print")}
        </Button>
        <Button onClick={copy}>{t("recovery.copy")}</Button>
        <Button onClick={onKept}>{t("recovery.kept")}</Button>
      </div>
    </div>
  );
}
