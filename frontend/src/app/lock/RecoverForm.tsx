import { Button, Input, type InputRef } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { call, type DoorState, doorIs, holdDoor, type Output } from "@/api";
import { useWords } from "@/ui/words";
import { RecoveryPaper } from "./RecoveryPaper";
import { Secret } from "./Secret";
import { useTry } from "./useTry";

/** RecoverForm opens the book with the recovery key and gives it a new passphrase. */
export function RecoverForm({ damaged, onBack }: { damaged: boolean; onBack?: () => void }) {
  const { t } = useWords();
  const [key, setKey] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [differs, setDiffers] = useState(false);
  const [done, setDone] = useState<Output<"door.recover">>();
  const { busy, said, fields, attempt, forget } = useTry();
  const first = useRef<InputRef>(null);
  useEffect(() => first.current?.focus(), []);
  const recover = async (event: FormEvent) => {
    event.preventDefault();
    setDiffers(next !== again);
    if (next !== again || busy) return;
    // The new recovery key stays on the screen until the person has it.
    holdDoor(true);
    const opened = await attempt(async () => setDone(await call("door.recover", { recovery: key, passphrase: next })));
    if (!opened) holdDoor(false);
  };
  const goOn = (state: DoorState) => () => {
    holdDoor(false);
    doorIs(state);
  };
  if (done)
    return (
      <div className="door__form">
        <h1 className="door__title">{t("lock.recovered")}</h1>
        <p className="second">{t("lock.recoveredText")}</p>
        <RecoveryPaper value={done.recovery} name="" onKept={goOn(done.state)} keptWords={t("lock.goOn")} />
      </div>
    );
  return (
    <form className="door__form" onSubmit={(event) => void recover(event)}>
      <h1 className="door__title">{t("lock.recoverTitle")}</h1>
      <p className="second">{t(damaged ? "lock.damagedText" : "lock.recoverText")}</p>
      <div className={said ? "field has-problem" : "field"}>
        <label className="field__label" htmlFor="door-recovery">
          {t("lock.recoveryKey")}
        </label>
        <Input
          ref={first}
          id="door-recovery"
          className="door__key"
          value={key}
          maxLength={80}
          autoComplete="off"
          spellCheck={false}
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
          status={said ? "error" : undefined}
          aria-invalid={said !== undefined}
          onChange={(event) => {
            setKey(event.target.value);
            if (said) forget();
          }}
        />
        <p className={said ? "door__problem" : "door__hint"} role={said ? "alert" : undefined}>
          {said ?? t("lock.recoveryHint")}
        </p>
      </div>
      <Secret
        label={t("lock.newPassphrase")}
        value={next}
        onChange={setNext}
        problem={fields.passphrase}
        hint={t("lock.passphraseHint")}
        autoComplete="new-password"
      />
      <Secret
        label={t("lock.again")}
        value={again}
        onChange={setAgain}
        problem={differs && next !== again ? t("lock.differs") : undefined}
        autoComplete="new-password"
      />
      <Button
        type="primary"
        htmlType="submit"
        block
        loading={busy}
        disabled={key.trim() === "" || next === "" || again === ""}
      >
        {t("lock.recoverDo")}
      </Button>
      {onBack && (
        <div className="door__more">
          <button type="button" className="linklike" onClick={onBack}>
            {t("lock.back")}
          </button>
        </div>
      )}
    </form>
  );
}
