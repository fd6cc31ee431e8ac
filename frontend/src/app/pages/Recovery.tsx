import { Button, Input } from "antd";
import { type FormEvent, useState } from "react";
import { useDescribe, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { RecoveryPaper } from "../lock/RecoveryPaper";

/** Recovery shows the recovery key of a sealed book: once when the book is new, and whenever a new key is made. */
export function Recovery() {
  const { t } = useWords();
  const { book } = useDescribe();
  const notice = useNotice();
  const first = useOperation("book.recovery");
  const renew = useOperation("book.renewRecovery");
  const [key, setKey] = useState<string>();
  const [passphrase, setPassphrase] = useState("");

  if (!book.sealed) return null;
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
      <p className="second">{t("recovery.text")}</p>
      {key !== undefined && key !== "" && (
        <RecoveryPaper value={key} name={book.name} onKept={() => setKey(undefined)} />
      )}
      {!key && (
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
