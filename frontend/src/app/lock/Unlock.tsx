import type { InputRef } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { call, type DoorState, doorIs } from "@/api";
import { useWords } from "@/ui/words";
import { Secret } from "./Secret";
import { DoorFoot } from "./SecretFoot";
import { useTry } from "./useTry";

/** Unlock asks for the passphrase of the book, or for the password of who is signed in. */
export function Unlock({ state, onForgotten }: { state: DoorState; onForgotten?: () => void }) {
  const { t } = useWords();
  const [secret, setSecret] = useState("");
  const { busy, said, left, attempt, forget } = useTry(state.wait);
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus(), []);
  const ofBook = state.asks === "passphrase";
  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    if (secret === "" || busy || left > 0) return;
    if (await attempt(async () => doorIs(await call("door.unlock", { secret })))) return;
    setSecret("");
    field.current?.focus();
  };
  const another = () => void attempt(async () => doorIs(await call("door.signOut", {})));
  return (
    <form className="door__form" onSubmit={(event) => void unlock(event)}>
      <h1 className="door__title">{state.user === "" ? t("lock.title") : t("lock.titleOf", { name: state.user })}</h1>
      {ofBook && state.keychain !== "" ? (
        <p role="status">{t(state.keychain === "wrong" ? "lock.rememberWrong" : "lock.rememberUnread")}</p>
      ) : (
        <p className="second">{t(ofBook ? "lock.text" : "lock.textPassword")}</p>
      )}
      <Secret
        ref={field}
        label={t(ofBook ? "lock.passphrase" : "lock.password")}
        value={secret}
        onChange={(value) => {
          setSecret(value);
          if (said) forget();
        }}
        problem={left > 0 ? t("lock.wait", { count: left }) : said}
        autoComplete="current-password"
      />
      <DoorFoot
        act={t(busy ? "lock.opening" : "lock.open")}
        busy={busy}
        disabled={secret === "" || left > 0}
        others={[
          ...(onForgotten ? [{ words: t("lock.forgotten"), onPress: onForgotten }] : []),
          ...(state.user !== "" ? [{ words: t("lock.another"), onPress: another }] : []),
        ]}
      />
    </form>
  );
}
