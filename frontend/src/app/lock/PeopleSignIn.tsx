import { Button, Modal } from "antd";
import { type FormEvent, useRef, useState } from "react";
import { call, type Output, useAnswer, useDescribe } from "@/api";
import { useNotice } from "@/records/notice";
import { RecordLink } from "@/records/RecordLink";
import { Moment } from "@/ui/Moment";
import { Tone } from "@/ui/Tone";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { Secret } from "./Secret";
import { useTry } from "./useTry";

type Row = Output<"accounts.list">["accounts"][number];

/** PeopleSignIn is how colleagues sign in, for whoever looks after them; nothing for others. */
export function PeopleSignIn() {
  const { t } = useWords();
  const notice = useNotice();
  const { user } = useDescribe();
  const found = useAnswer("accounts.list", {}, ["setting", "user"], user.admin);
  const [giving, setGiving] = useState<Row>();
  const accounts = found.data?.accounts;
  if (!accounts || accounts.length < 2) return null;
  const end = async (row: Row) => {
    try {
      const { sessions } = await call("accounts.endSessions", { userId: row.userId });
      notice.done(t("lock.ended", { count: sessions }));
      await found.refetch();
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <section>
      <h2 className="panel__title">{t("lock.peopleTitle")}</h2>
      <p className="second">{t("lock.peopleText")}</p>
      <table className="plain sessions" aria-label={t("lock.peopleTitle")}>
        <thead>
          <tr>
            <th scope="col">{t("lock.person")}</th>
            <th scope="col">{t("lock.login")}</th>
            <th scope="col">{t("lock.state")}</th>
            <th scope="col">{t("lock.sessionSeen")}</th>
            <th scope="col" aria-label={t("lock.reset")} />
          </tr>
        </thead>
        <tbody>
          {accounts.map((row) => (
            <tr key={row.userId}>
              <td>
                <RecordLink entity="user" id={row.userId} title={row.name} />
              </td>
              <td>{row.login || <span className="faint">—</span>}</td>
              <td>
                <State row={row} />
              </td>
              <td>{row.sessions > 0 && row.seenAt ? <Moment at={row.seenAt} /> : <span className="faint">—</span>}</td>
              <td className="right">
                <span className="withicon">
                  {row.sessions > 0 && (
                    <Button size="small" onClick={() => void end(row)}>
                      {t("lock.end")}
                    </Button>
                  )}
                  {row.active && !row.owner && (
                    <Button
                      size="small"
                      disabled={row.login === ""}
                      title={row.login === "" ? t("lock.needsLogin") : undefined}
                      onClick={() => setGiving(row)}
                    >
                      {t(row.hasPassword ? "lock.reset" : "lock.give")}
                    </Button>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {giving && (
        <Give
          row={giving}
          asked={found.data?.secret ?? "none"}
          onClose={() => setGiving(undefined)}
          onGiven={() => {
            notice.done(t("lock.given", { name: giving.name }));
            setGiving(undefined);
            void found.refetch();
          }}
        />
      )}
    </section>
  );
}

function State({ row }: { row: Row }) {
  const { t } = useWords();
  if (!row.active) return <Tone tone="neutral">{t("lock.stateOff")}</Tone>;
  if (row.wait) return <Tone tone="bad">{t("lock.stateWait", { count: row.wait })}</Tone>;
  if (!row.hasPassword) return <span className="faint">{t(row.owner ? "lock.stateOwner" : "lock.stateNone")}</span>;
  if (row.change) return <Tone tone="attention">{t("lock.stateChange")}</Tone>;
  return <Tone tone="good">{t("lock.stateHas")}</Tone>;
}

function Give(props: { row: Row; asked: Output<"accounts.list">["secret"]; onClose: () => void; onGiven: () => void }) {
  useFocusBack();
  const { row, asked, onClose, onGiven } = props;
  const { t } = useWords();
  const [password, setPassword] = useState("");
  const [secret, setSecret] = useState("");
  const ready = password !== "" && (asked === "none" || secret !== "");
  const { busy, said, fields, attempt } = useTry();
  const form = useRef<HTMLFormElement>(null);
  useFirstFocus(form);
  const give = async (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready || busy) return;
    if (await attempt(() => call("accounts.setPassword", { userId: row.userId, password, secret }))) onGiven();
  };
  return (
    <Modal
      open
      title={t("lock.givenFor", { name: row.name })}
      onCancel={onClose}
      onOk={() => void give()}
      okText={t(row.hasPassword ? "lock.reset" : "lock.give")}
      okButtonProps={{ loading: busy, disabled: !ready }}
    >
      <form ref={form} onSubmit={(event) => void give(event)}>
        <Secret
          label={t("lock.newPassword")}
          value={password}
          onChange={setPassword}
          problem={fields.password ?? (asked === "none" ? said : undefined)}
          hint={t("lock.passwordHint")}
          autoComplete="new-password"
        />
        {asked !== "none" && (
          <Secret
            label={t(asked === "passphrase" ? "erase.passphrase" : "lock.yourPassword")}
            value={secret}
            onChange={setSecret}
            problem={fields.secret ?? said}
            hint={t("lock.yourPasswordWhy")}
            autoComplete="current-password"
          />
        )}
        <button type="submit" hidden disabled={!ready} />
      </form>
    </Modal>
  );
}
