import { Input, type InputRef } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { call, type DoorState, doorIs, holdDoor, type Output } from "@/api";
import { useWords } from "@/ui/words";
import { NewSecret, useNewSecret } from "./NewSecret";
import { RecoveryPaper } from "./RecoveryPaper";
import { Secret } from "./Secret";
import { DoorFoot } from "./SecretFoot";
import { useTry } from "./useTry";

/**
 * RecoverForm opens the book with the recovery key and gives it a new passphrase. Of a key file of which nothing is
 * left, a backup has one: it opens with the recovery key or the passphrase of when it was made.
 */
export function RecoverForm({ state, onBack }: { state: DoorState; onBack?: () => void }) {
  const { t } = useWords();
  const { damaged, lost } = state;
  const [from, setFrom] = useState("");
  const [key, setKey] = useState("");
  const renew = key.trim() !== "";
  const ofKey = renew || !lost; // what is wrong is said of the recovery key
  const secret = useNewSecret();
  const [done, setDone] = useState<Output<"door.recover">>();
  const { busy, said, fields, attempt, forget } = useTry();
  const first = useRef<InputRef>(null);
  useEffect(() => first.current?.focus(), []);
  const recover = async (event: FormEvent) => {
    event.preventDefault();
    if ((ofKey && !secret.agrees()) || busy) return;
    // The new recovery key stays on the screen until the person has it.
    holdDoor(true);
    const opened = await attempt(async () => {
      const got = await call(
        "door.recover",
        lost ? { from, recovery: key, passphrase: secret.value } : { recovery: key, passphrase: secret.value },
      );
      if (got.recovery === "") goOn(got.state)();
      else setDone(got);
    });
    if (!opened) holdDoor(false);
  };
  const goOn = (next: DoorState) => () => {
    holdDoor(false);
    doorIs(next);
  };
  if (done)
    return (
      <div className="door__form">
        <h1 className="door__title">{t("lock.recovered")}</h1>
        <p className="second">{t("lock.recoveredText")}</p>
        <RecoveryPaper value={done.recovery} name="" onKept={goOn(done.state)} atDoor />
      </div>
    );
  return (
    <form className="door__form" onSubmit={(event) => void recover(event)}>
      <h1 className="door__title">{t(lost ? "lock.lostTitle" : "lock.recoverTitle")}</h1>
      <p className="second">{t(lost ? "lock.lostText" : damaged ? "lock.damagedText" : "lock.recoverText")}</p>
      {lost && (
        <div className={fields.from ? "field has-problem" : "field"}>
          <label className="field__label" htmlFor="door-backup">
            {t("lock.backup")}
          </label>
          <Input
            ref={first}
            id="door-backup"
            value={from}
            autoComplete="off"
            spellCheck={false}
            status={fields.from ? "error" : undefined}
            aria-invalid={fields.from !== undefined}
            aria-describedby="door-backup-hint"
            onChange={(event) => setFrom(event.target.value)}
          />
          <p
            className={fields.from ? "door__problem" : "door__hint"}
            id="door-backup-hint"
            role={fields.from ? "alert" : undefined}
          >
            {fields.from ?? t("lock.backupHint")}
          </p>
        </div>
      )}
      <div className={said && ofKey ? "field has-problem" : "field"}>
        <label className="field__label" htmlFor="door-recovery">
          {t(lost ? "lock.recoveryKeyIfAny" : "lock.recoveryKey")}
        </label>
        <Input
          ref={lost ? undefined : first}
          id="door-recovery"
          className="door__key"
          value={key}
          maxLength={80}
          autoComplete="off"
          spellCheck={false}
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
          status={said && ofKey ? "error" : undefined}
          aria-invalid={said !== undefined && ofKey}
          onChange={(event) => {
            setKey(event.target.value);
            if (said) forget();
          }}
        />
        <p className={said && ofKey ? "door__problem" : "door__hint"} role={said && ofKey ? "alert" : undefined}>
          {(ofKey && said) || t("lock.recoveryHint")}
        </p>
      </div>
      {ofKey ? (
        <NewSecret
          secret={secret}
          label={t("lock.newPassphrase")}
          problem={fields.passphrase}
          hint={t("lock.passphraseHint")}
        />
      ) : (
        <Secret
          label={t("lock.thenPassphrase")}
          value={secret.value}
          onChange={secret.setValue}
          problem={fields.passphrase ?? said}
          hint={t("lock.thenPassphraseHint")}
          autoComplete="current-password"
        />
      )}
      <DoorFoot
        act={t(!ofKey ? "lock.backupDo" : "lock.recoverDo")}
        busy={busy}
        disabled={lost ? from.trim() === "" : key.trim() === "" || !secret.filled}
        others={onBack && [{ words: t("lock.back"), onPress: onBack }]}
      />
    </form>
  );
}
