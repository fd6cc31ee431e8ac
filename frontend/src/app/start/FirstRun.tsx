import { useNavigate } from "@tanstack/react-router";
import { Input, type InputRef } from "antd";
import { ArchiveRestore, FileUp, FlaskConical, type LucideIcon, SquarePen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { call, faultOf, forget, runJob, useDescribe, useRecord } from "@/api";
import { useNotice } from "@/records/notice";
import { usePreferences } from "@/ui/preferences";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { LanguageChoice } from "../frame/choices";
import { RecoveryPaper } from "../lock/RecoveryPaper";
import { Keep, type Keeping } from "./Keep";
import { type Guard, Protect } from "./Protect";
import { RestoreForm } from "./RestoreForm";
import { useBeginning } from "./start";
import { useLent } from "./useLent";

/** FirstRun welcomes to a new book: the language, the names, and with what to begin. */
export function FirstRun() {
  const { t } = useWords();
  const lang = usePreferences((preferences) => preferences.lang);
  const { book, user } = useDescribe();
  const navigate = useNavigate();
  const notice = useNotice();
  const lent = useLent();
  const me = useRecord("user", user.id);
  const [name, setName] = useState(book.name);
  const [person, setPerson] = useState(user.name);
  const [restoring, setRestoring] = useState(false);
  const [guard, setGuard] = useState<Guard>({ on: false, passphrase: "", again: "" });
  const [paper, setPaper] = useState<{ key: string; goOn: () => void }>();
  const [weak, setWeak] = useState<{ next?: string; again?: string }>({});
  const [keeping, setKeeping] = useState<Keeping>({ on: false, folder: "" });
  const [nowhere, setNowhere] = useState<{ said?: string }>({});
  const { busy } = useBeginning();
  useEffect(() => setName(book.name), [book.name]);
  // A keyboard begins with the first thing that is asked, not with the navigation.
  const first = useRef<InputRef>(null);
  useEffect(() => {
    if (document.activeElement === document.body) first.current?.focus();
  }, []);
  useEffect(() => setPerson(user.name), [user.name]);
  // Who has no name yet is called so in the language of the page.
  useEffect(() => setPerson((was) => (was === "我" || was === "Me" ? t("start.me") : was)), [t]);

  /** Seals the book with a key that never lay open, and waits until the person has the recovery key. */
  const seal = async () => {
    await call("book.setPassphrase", { next: guard.passphrase });
    const { recovery } = await runJob("book.reseal", { passphrase: guard.passphrase });
    await new Promise<void>((goOn) => setPaper({ key: recovery, goOn }));
    setPaper(undefined);
    setGuard({ on: false, passphrase: "", again: "" }); // whatever else has to be done again, this has not
  };
  /** Keeps the names, then does what was chosen. */
  const begin = async (then: () => Promise<unknown> | undefined) => {
    if (guard.on && guard.passphrase !== guard.again) {
      setWeak({ again: t("lock.differs") });
      return;
    }
    setWeak({});
    if (keeping.on && keeping.folder.trim() === "") {
      setNowhere({ said: t("start.keepWhere") });
      return;
    }
    setNowhere({});
    useBeginning.setState({ busy: true });
    try {
      // The language this page is read in, be it the browser's, is this person's from now on.
      await call("settings.set", { lang });
      if (guard.on) await seal();
      if (keeping.on) await call("backup.set", { folder: keeping.folder.trim(), auto: true });
      if (name.trim() !== "" && name.trim() !== book.name) await call("settings.set", { bookName: name.trim() });
      if (me.data && person.trim() !== "" && person.trim() !== user.name)
        await call("records.update", { entity: "user", id: user.id, rev: me.data.rev, set: { name: person.trim() } });
      // What the program itself put into the book is called so in this language; it touches this person too. A colleague
      // who comes to an empty book finds it begun already.
      if (user.admin)
        await call("start.speak", { lang }).catch((thrown: unknown) => {
          if (faultOf(thrown).kind !== "conflict") throw thrown;
        });
      await then();
      await call("settings.set", { flags: { begun: "1" } });
      await forget(["*", "setting", "user"]);
    } catch (thrown) {
      const fault = faultOf(thrown);
      if (fault.fields.next) setWeak({ next: fault.fields.next });
      else if (fault.fields.folder) setNowhere({ said: fault.fields.folder });
      else notice.failed(thrown);
    } finally {
      useBeginning.setState({ busy: false });
    }
  };
  if (paper)
    return (
      <div className="page page--read">
        <Scroll label={t("recovery.title")} className="first">
          <div className="first__box">
            <h1 className="pagehead__title">{t("recovery.title")}</h1>
            <p className="second">{t("lock.keepRecovery")}</p>
            <RecoveryPaper value={paper.key} name={name} onKept={paper.goOn} />
          </div>
        </Scroll>
      </div>
    );
  return (
    <div className="page page--read">
      <Scroll label={t("start.title")} className="first">
        <div className="first__box">
          <header className="first__head">
            <span className="seal seal--large" aria-hidden>
              行
            </span>
            <div>
              <h1 className="pagehead__title">{t("start.title")}</h1>
              <p className="second">{t("start.text")}</p>
            </div>
          </header>
          <div className="first__names">
            <div className="field">
              <span className="field__label">{t("look.language")}</span>
              <LanguageChoice />
            </div>
            <div className="field">
              <label className="field__label" htmlFor="first-book">
                {t("start.book")}
              </label>
              <Input
                id="first-book"
                ref={first}
                value={name}
                maxLength={60}
                placeholder={t("start.bookHint")}
                onChange={(event) => setName(event.target.value)}
              />
            </div>
            <div className="field">
              <label className="field__label" htmlFor="first-person">
                {t("start.person")}
              </label>
              <Input
                id="first-person"
                value={person}
                maxLength={40}
                onChange={(event) => setPerson(event.target.value)}
              />
            </div>
          </div>
          {!book.sealed && <Protect guard={guard} onGuard={setGuard} problems={weak} />}
          <Keep keeping={keeping} onKeeping={setKeeping} problem={nowhere} />
          <h2 className="first__ask" aria-live="polite">
            {t(busy ? "start.making" : "start.ask")}
          </h2>
          <ul className="first__ways">
            <Way
              icon={FlaskConical}
              title={lent.busy ? t("start.tryBusy") : t("start.try")}
              text={t("start.tryText")}
              busy={busy}
              main
              onPress={() => void begin(() => lent.fill())}
            />
            <Way
              icon={FileUp}
              title={t("start.import")}
              text={t("start.importText")}
              busy={busy}
              onPress={() => void begin(() => navigate({ to: "/import", search: { entity: "customer" } }))}
            />
            <Way
              icon={SquarePen}
              title={t("start.empty")}
              text={t("start.emptyText")}
              busy={busy}
              onPress={() => void begin(() => navigate({ to: "/records/$entity", params: { entity: "customer" } }))}
            />
            <Way
              icon={ArchiveRestore}
              title={t("start.restore")}
              text={t("start.restoreText")}
              busy={busy}
              open={restoring}
              onPress={() => setRestoring(!restoring)}
            />
          </ul>
          {restoring && <RestoreForm />}
        </div>
      </Scroll>
    </div>
  );
}

function Way(props: {
  icon: LucideIcon;
  title: string;
  text: string;
  busy: boolean;
  main?: boolean;
  open?: boolean;
  onPress: () => void;
}) {
  const { icon: Icon } = props;
  return (
    <li>
      <button
        type="button"
        className={props.main ? "first__way is-main" : "first__way"}
        disabled={props.busy}
        aria-expanded={props.open}
        onClick={props.onPress}
      >
        <Icon size={20} aria-hidden />
        <span>
          <span className="first__title">{props.title}</span>
          <span className="first__text">{props.text}</span>
        </span>
      </button>
    </li>
  );
}
