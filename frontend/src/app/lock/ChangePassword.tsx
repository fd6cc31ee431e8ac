import { Button, type InputRef } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { askDoor, call, doorIs } from "@/api";
import { useWords } from "@/ui/words";
import { Secret } from "./Secret";
import { useTry } from "./useTry";

/** What was typed at the sign-in a moment ago: who changes a given password need not type it again. */
export const typed: { password?: string } = {};

/** ChangePassword asks for an own password in place of one that somebody else chose. */
export function ChangePassword({ name }: { name: string }) {
  const { t } = useWords();
  const [given] = useState(typed.password);
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [differs, setDiffers] = useState(false);
  const { busy, said, fields, attempt } = useTry();
  const first = useRef<InputRef>(null);
  useEffect(() => first.current?.focus(), []);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setDiffers(next !== again);
    if (next !== again || busy) return;
    if (await attempt(() => call("account.setPassword", { old: given ?? old, new: next }))) {
      typed.password = undefined;
      await askDoor();
    }
  };
  return (
    <form className="door__form" onSubmit={(event) => void save(event)}>
      <h1 className="door__title">{t("lock.changeTitle", { name })}</h1>
      <p className="second">{t("lock.changeText")}</p>
      {given === undefined && (
        <Secret
          ref={first}
          label={t("lock.oldPassword")}
          value={old}
          onChange={setOld}
          problem={fields.old}
          autoComplete="current-password"
        />
      )}
      <Secret
        ref={given === undefined ? undefined : first}
        label={t("lock.newPassword")}
        value={next}
        onChange={setNext}
        problem={fields.new ?? said}
        hint={t("lock.passwordHint")}
        autoComplete="new-password"
      />
      <Secret
        label={t("lock.again")}
        value={again}
        onChange={setAgain}
        problem={differs && next !== again ? t("lock.differs") : undefined}
        autoComplete="new-password"
      />
      <Button type="primary" htmlType="submit" block loading={busy} disabled={next === "" || again === ""}>
        {t("lock.changeSave")}
      </Button>
      <div className="door__more">
        <button
          type="button"
          className="linklike"
          onClick={() => void attempt(async () => doorIs(await call("door.signOut", {})))}
        >
          {t("lock.another")}
        </button>
      </div>
    </form>
  );
}
