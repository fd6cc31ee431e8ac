import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { askDoor, call, type Output, useAnswer } from "@/api";
import { useNotice } from "@/records/notice";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { EndSessions } from "./EndSessions";
import { signOut } from "./leave";
import { NewSecret, useNewSecret } from "./NewSecret";
import { Secret } from "./Secret";
import { SecretFoot } from "./SecretFoot";
import { useTry } from "./useTry";

type Account = Output<"account.get">;

/** AccountSettings is how I sign in, and where I am signed in. */
export function AccountSettings() {
  const { t } = useWords();
  const notice = useNotice();
  const found = useAnswer("account.get", {}, ["setting"]);
  const [doing, setDoing] = useState<"set" | "remove">();
  const [ending, setEnding] = useState<{ id?: string }>();
  const account = found.data;
  if (!account) return null;
  const ended = () => {
    setEnding(undefined);
    void Promise.all([found.refetch(), askDoor()]).catch(notice.failed);
  };
  const done = async () => {
    notice.done(t(doing === "remove" ? "lock.passwordGone" : "lock.passwordChanged"));
    setDoing(undefined);
    await found.refetch();
  };
  return (
    <section>
      <h2 className="panel__title">{t("lock.accountTitle")}</h2>
      <p className="second">
        {account.hasPassword ? t("lock.accountHas", { login: account.login }) : t("lock.accountNone")}
      </p>
      {doing === undefined ? (
        <div className="secretform__row">
          <Button onClick={() => setDoing("set")}>
            {t(account.hasPassword ? "lock.changePassword" : "lock.setPassword")}
          </Button>
          {account.hasPassword && <Button onClick={() => setDoing("remove")}>{t("lock.removePassword")}</Button>}
        </div>
      ) : (
        <OwnPassword
          account={account}
          removing={doing === "remove"}
          onDone={() => void done()}
          onCancel={() => setDoing(undefined)}
        />
      )}
      {account.hasPassword && <Sessions account={account} onEnd={(id) => setEnding({ id })} />}
      {account.hasPassword && (
        <div className="secretform__row">
          <Button onClick={() => void signOut().catch(notice.failed)}>{t("lock.signOut")}</Button>
          <Button danger onClick={() => setEnding({})}>
            {t("lock.endAll")}
          </Button>
        </div>
      )}
      {ending && <EndSessions id={ending.id} onEnded={ended} onClose={() => setEnding(undefined)} />}
    </section>
  );
}

function Sessions({ account, onEnd }: { account: Account; onEnd: (id: string) => void }) {
  const { t } = useWords();
  return (
    <table className="plain sessions" aria-label={t("lock.sessions")}>
      <thead>
        <tr>
          <th scope="col">{t("lock.sessionWhere")}</th>
          <th scope="col">{t("lock.sessionSince")}</th>
          <th scope="col">{t("lock.sessionSeen")}</th>
          <th scope="col" aria-label={t("lock.end")} />
        </tr>
      </thead>
      <tbody>
        {account.sessions.map((each) => (
          <tr key={each.id}>
            <td>
              {each.door === "window" ? t("lock.window") : each.agent || t("lock.browser")}
              {each.from ? ` · ${each.from}` : ""}
              {each.locked ? ` · ${t("lock.lockedNow")}` : ""}
            </td>
            <td>
              <Moment at={each.beganAt} />
            </td>
            <td>
              <Moment at={each.seenAt} />
            </td>
            <td className="right">
              {each.here ? (
                <span className="faint">{t("lock.here")}</span>
              ) : (
                <Button size="small" onClick={() => onEnd(each.id)}>
                  {t("lock.end")}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function OwnPassword(props: { account: Account; removing: boolean; onDone: () => void; onCancel: () => void }) {
  const { account, removing } = props;
  const { t } = useWords();
  const [old, setOld] = useState("");
  const secret = useNewSecret();
  const { busy, said, fields, attempt } = useTry();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || (!removing && (secret.value === "" || !secret.agrees()))) return;
    if (await attempt(() => call("account.setPassword", { old, new: removing ? "" : secret.value }))) props.onDone();
  };
  return (
    <form className="secretform" onSubmit={(event) => void save(event)}>
      {account.hasPassword && (
        <Secret
          label={t("lock.oldPassword")}
          value={old}
          onChange={setOld}
          problem={fields.old ?? said}
          autoComplete="current-password"
        />
      )}
      {!removing && (
        <NewSecret
          secret={secret}
          label={t("lock.newPassword")}
          problem={fields.new ?? (account.hasPassword ? undefined : said)}
          hint={t("lock.passwordHint")}
        />
      )}
      <SecretFoot
        act={t(removing ? "lock.removePassword" : account.hasPassword ? "lock.changePassword" : "lock.setPassword")}
        danger={removing}
        busy={busy}
        onCancel={props.onCancel}
      />
    </form>
  );
}
