import { App, Button, Input } from "antd";
import { useEffect, useState } from "react";
import { forget, useAnswer, useDescribe, useOperation } from "@/api";
import { PeopleLink } from "@/features/people/PeopleLink";
import { useNotice } from "@/records/notice";
import { forgetColumns } from "@/records/table/useColumns";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { KeySettings } from "../commands/KeySettings";
import { EraseSettings } from "../erase/EraseSettings";
import { Looks } from "../frame/choices";
import { usePracticeReset } from "../frame/usePracticeReset";
import { AccountSettings } from "../lock/AccountSettings";
import { PeopleSignIn } from "../lock/PeopleSignIn";
import { SealSettings } from "../lock/SealSettings";
import { useLent } from "../start/useLent";
import { WindowSettings } from "../window/WindowSettings";
import { BackupPlace } from "./backup/BackupPlace";
import { ExportAll } from "./backup/ExportAll";
import { Recovery } from "./Recovery";

/** Settings: how this person sees the program, and what the book is called. */
export function SettingsPage() {
  const { t } = useWords();
  const describe = useDescribe();
  const notice = useNotice();
  const { message } = App.useApp();
  const settings = useAnswer("settings.get", {}, ["setting"]);
  const save = useOperation("settings.set");
  const reset = usePracticeReset();
  const lent = useLent();
  const known = settings.data?.bookName ?? describe.book.name;
  const [name, setName] = useState(known);
  useEffect(() => setName(known), [known]);

  const saveName = async () => {
    try {
      await save.mutateAsync({ bookName: name.trim() });
      await forget(["setting"]);
      notice.done(t("settings.saved"));
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <div className="page page--read">
      <header className="pagehead">
        <h1 className="pagehead__title">{t("settings.title")}</h1>
      </header>
      <Scroll label={t("settings.title")} className="settings">
        <section>
          <h2 className="panel__title">{t("settings.personal")}</h2>
          <p className="second">{t("settings.personalText")}</p>
          <dl className="settings__list">
            <Looks />
            <dt>{t("settings.signedAs")}</dt>
            <dd>{describe.user.name}</dd>
          </dl>
          <Button
            onClick={() => {
              forgetColumns(describe.entities.map((entity) => entity.name));
              void message.success(t("settings.resetDone"));
            }}
          >
            {t("settings.resetColumns")}
          </Button>
        </section>
        <AccountSettings />
        <KeySettings />
        <WindowSettings />
        <section>
          <h2 className="panel__title">{t("settings.book")}</h2>
          <form
            className="settings__name"
            onSubmit={(event) => {
              event.preventDefault();
              void saveName();
            }}
          >
            <label htmlFor="book-name">{t("settings.bookName")}</label>
            <Input id="book-name" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
            <Button htmlType="submit" disabled={name.trim() === "" || name === known} loading={save.isPending}>
              {t("action.save")}
            </Button>
          </form>
          <p className="second">
            {describe.book.sealed ? t("settings.sealed") : t("settings.notSealed")} · {t("settings.sealedText")}
          </p>
          <p className="second">
            {t("settings.version")} {describe.version}
          </p>
        </section>
        <SealSettings />
        <Recovery />
        {describe.user.admin && (
          <section>
            <h2 className="panel__title">{t("backup.title")}</h2>
            <p className="second">{t("backup.text")}</p>
            <BackupPlace />
            <ExportAll />
          </section>
        )}
        {describe.user.admin && <EraseSettings />}
        <PeopleSignIn />
        <PeopleLink />
        {!describe.book.practice && (
          <section>
            <h2 className="panel__title">{t("start.lentTitle")}</h2>
            <p className="second">{t("start.lentText")}</p>
            {lent.there ? (
              <Button loading={lent.busy} onClick={lent.remove}>
                {t("start.lentRemove")}
              </Button>
            ) : (
              <Button loading={lent.busy} onClick={() => void lent.fill().catch(notice.failed)}>
                {t("start.lentFill")}
              </Button>
            )}
          </section>
        )}
        {describe.book.practice && (
          <section>
            <h2 className="panel__title">{t("settings.practice")}</h2>
            <p className="second">{t("settings.practiceText")}</p>
            <Button onClick={reset}>{t("top.practiceReset")}</Button>
          </section>
        )}
      </Scroll>
    </div>
  );
}
