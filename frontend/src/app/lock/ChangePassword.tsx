import type { InputRef } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { askDoor, call, doorIs } from "@/api";
import { useWords } from "@/ui/words";
import { NewSecret, useNewSecret } from "./NewSecret";
import { Secret } from "./Secret";
import { DoorFoot } from "./SecretFoot";
import { useTry } from "./useTry";

/** What was typed at the sign-in a moment ago: who changes a given password need not type it again. */
export const typed: { password?: string } = {};

/** ChangePassword asks for an own password in place of one that somebody else chose. */
export function ChangePassword({ name }: { name: string }) {
  const { t } = useWords();
  const [given] = useState(typed.password);
  const [old, setOld] = useState("");
  const secret = useNewSecret();
  const { busy, said, fields, attempt } = useTry();
  const first = useRef<InputRef>(null);
  useEffect(() => first.current?.focus(), []);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!secret.agrees() || busy) return;
    if (await attempt(() => call("account.setPassword", { old: given ?? old, new: secret.value }))) {
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
      <NewSecret
        ref={given === undefined ? undefined : first}
        secret={secret}
        label={t("lock.newPassword")}
        problem={fields.new ?? said}
        hint={t("lock.passwordHint")}
      />
      <DoorFoot
        act={t("lock.changeSave")}
        busy={busy}
        disabled={!secret.filled}
        others={[
          {
            words: t("lock.another"),
            onPress: () => void attempt(async () => doorIs(await call("door.signOut", {}))),
          },
        ]}
      />
    </form>
  );
}
