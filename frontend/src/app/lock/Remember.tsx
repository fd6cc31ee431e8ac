import { type InputRef, Switch } from "antd";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { askDoor, call, forget, useAnswer, useDescribe } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { Secret } from "./Secret";
import { SecretFoot } from "./SecretFoot";
import { useTry } from "./useTry";

/** Remember lets this computer open the book without asking: whoever can use the system account then opens it. */
export function Remember(props: { open: boolean; onOpen: (open: boolean) => void }) {
  const { t } = useWords();
  const { user } = useDescribe();
  const notice = useNotice();
  const stands = useAnswer("book.remembers", {}, ["setting"], user.admin);
  const [busy, setBusy] = useState(false);
  if (!user.admin || !stands.data) return null;
  const { state, can, local } = stands.data;
  const on = state === "on" || state === "later";
  const done = async (words: string) => {
    props.onOpen(false);
    notice.done(words);
    await Promise.all([forget(["setting"]), askDoor()]);
  };
  const off = async () => {
    setBusy(true);
    try {
      await call("book.remember", { on: false });
      await done(t("lock.rememberGone"));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  const why = !local
    ? t("lock.rememberFar")
    : state === "later"
      ? t("lock.rememberLater")
      : !can
        ? t("lock.rememberNone")
        : state === "elsewhere"
          ? t("lock.rememberElsewhere")
          : undefined;
  return (
    <>
      <div className="settings__name">
        <label htmlFor="lock-remember">{t("lock.remember")}</label>
        <Switch
          id="lock-remember"
          aria-label={t("lock.remember")}
          aria-describedby={why ? "lock-remember-why" : undefined}
          checked={on || props.open}
          loading={busy}
          disabled={!local || (!can && !on)}
          onChange={(next) => {
            if (next) props.onOpen(true);
            else if (on) void off();
            else props.onOpen(false);
          }}
        />
      </div>
      {why && <p id="lock-remember-why">{why}</p>}
      <p className="second">{t("lock.rememberText")}</p>
      {props.open && !on && (
        <Prove onDone={() => void done(t("lock.remembered"))} onCancel={() => props.onOpen(false)} />
      )}
    </>
  );
}

/** Prove asks for the passphrase: what opens the book by itself is switched on by whoever knows it. */
function Prove({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useWords();
  const [passphrase, setPassphrase] = useState("");
  const { busy, said, fields, attempt } = useTry();
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus(), []);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || passphrase === "") return;
    if (await attempt(() => call("book.remember", { on: true, passphrase }))) onDone();
    else field.current?.focus();
  };
  return (
    <form className="secretform" onSubmit={(event) => void save(event)}>
      <Secret
        ref={field}
        label={t("lock.nowPassphrase")}
        value={passphrase}
        onChange={setPassphrase}
        problem={fields.passphrase ?? said}
      />
      <SecretFoot act={t("lock.rememberDo")} busy={busy} disabled={passphrase === ""} onCancel={onCancel} />
    </form>
  );
}
