import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { askDoor, forget, type Health, useDescribe } from "@/api";
import { useNotice } from "@/records/notice";
import { Tone } from "@/ui/Tone";
import { useWords } from "@/ui/words";
import { RecoveryPaper } from "../lock/RecoveryPaper";
import { Passphrase } from "../lock/SealSettings";

/** KeyPart says who can open the book, and gives it a passphrase where it has none. */
export function KeyPart({ held }: { held: Health["key"] }) {
  const { t } = useWords();
  const { book, user } = useDescribe();
  const notice = useNotice();
  const [open, setOpen] = useState(false);
  const [paper, setPaper] = useState("");
  const done = (recovery: string) => {
    setOpen(false);
    setPaper(recovery);
    notice.done(t("lock.passphraseSet"));
    void Promise.all([forget(["*", "setting"]), askDoor()]);
  };
  const kept = held.kept === "passphrase" || held.kept === "memory" ? held.kept : "keyfile";
  const sealed = kept === "passphrase";
  return (
    <>
      <p>
        <Tone tone={sealed ? "good" : "attention"}>{t(`health.kept.${kept}`)}</Tone>
      </p>
      <p className="second">{t(`health.keptText.${kept}`, { folder: held.folder ?? "" })}</p>
      {(held.keychain === "on" || held.keychain === "later") && <p>{t("lock.rememberHealth")}</p>}
      {held.problem && <Tone tone="bad">{held.problem}</Tone>}
      {paper !== "" && (
        <>
          <p role="status">{t("lock.keepRecovery")}</p>
          <RecoveryPaper value={paper} name={book.name} onKept={() => setPaper("")} />
        </>
      )}
      {sealed && paper === "" && <Link to="/settings">{t("health.keySettings")}</Link>}
      {kept === "keyfile" &&
        user.admin &&
        (open ? (
          <Passphrase doing="set" onDone={done} onCancel={() => setOpen(false)} />
        ) : (
          <Button onClick={() => setOpen(true)}>{t("lock.setPassphrase")}</Button>
        ))}
    </>
  );
}
