import { Input, type InputRef } from "antd";
import { UserRound } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { call, type DoorState, doorIs } from "@/api";
import { useWords } from "@/ui/words";
import { typed } from "./ChangePassword";
import { Secret } from "./Secret";
import { DoorFoot } from "./SecretFoot";
import { useTry } from "./useTry";

const most = 8;

/** SignIn asks who it is: a choice of people on this machine, a name elsewhere. */
export function SignIn({ state }: { state: DoorState }) {
  const { t } = useWords();
  const people = state.people.length <= most ? state.people : [];
  const [login, setLogin] = useState(people.length === 1 ? (people[0]?.login ?? "") : "");
  const [password, setPassword] = useState("");
  const { busy, said, attempt, forget } = useTry();
  const name = useRef<InputRef>(null);
  const secret = useRef<InputRef>(null);
  const known = people.find((person) => person.login === login);
  const asks = known ? known.password || known.passphrase : true;
  const enter = async (who: string, words: string) => {
    typed.password = words;
    const done = await attempt(async () =>
      doorIs(await call("door.signIn", words === "" ? { login: who } : { login: who, password: words })),
    );
    if (done) return;
    setPassword("");
    secret.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (login.trim() !== "" && !busy) void enter(login, password);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another person is chosen
  useEffect(() => {
    if (login !== "" && asks) secret.current?.focus();
    else name.current?.focus();
  }, [known?.login]);
  return (
    <form className="door__form" onSubmit={submit}>
      <h1 className="door__title">{t("lock.signIn")}</h1>
      {people.length > 0 ? (
        <fieldset className="door__people" aria-label={t("lock.who")}>
          {people.map((person) => (
            <button
              key={person.login}
              type="button"
              className={person.login === login ? "door__person is-chosen" : "door__person"}
              aria-pressed={person.login === login}
              disabled={busy}
              onClick={() => {
                setLogin(person.login);
                forget();
                if (!person.password && !person.passphrase) void enter(person.login, "");
              }}
            >
              <UserRound size={16} aria-hidden />
              <span>{person.name}</span>
              {!person.password && !person.passphrase && <span className="faint">{t("lock.noPassword")}</span>}
            </button>
          ))}
        </fieldset>
      ) : (
        <div className="field">
          <label className="field__label" htmlFor="door-login">
            {t("lock.login")}
          </label>
          <Input
            ref={name}
            id="door-login"
            value={login}
            autoComplete="username"
            maxLength={60}
            onChange={(event) => {
              setLogin(event.target.value);
              forget();
            }}
          />
          <p className="door__hint" />
        </div>
      )}
      {asks && (people.length === 0 || known) && (
        <>
          <Secret
            ref={secret}
            label={t(known?.passphrase ? "lock.passphrase" : "lock.password")}
            value={password}
            onChange={(value) => {
              setPassword(value);
              if (said) forget();
            }}
            problem={said}
            autoComplete="current-password"
          />
          <DoorFoot act={t("lock.enter")} busy={busy} disabled={login.trim() === "" || password === ""} />
        </>
      )}
      {!asks && said && (
        <p className="door__problem" role="alert">
          {said}
        </p>
      )}
      <p className="faint door__note">{t("lock.ask")}</p>
    </form>
  );
}
