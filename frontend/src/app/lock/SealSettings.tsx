import { Button, Select } from "antd";
import { type FormEvent, useState } from "react";
import { askDoor, call, forget, type Job, runJob, useAnswer, useDescribe } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { NewSecret, useNewSecret } from "./NewSecret";
import { RecoveryPaper } from "./RecoveryPaper";
import { Remember } from "./Remember";
import { Secret } from "./Secret";
import { SecretFoot } from "./SecretFoot";
import { useTry } from "./useTry";

const minutes = [0, 5, 10, 15, 30, 60, 120];

type Doing = "set" | "change" | "remove" | "remember" | "reseal" | undefined;

/** SealSettings is about the passphrase of the book: to set, change or remove it, to lock, to encrypt anew. */
export function SealSettings() {
  const { t } = useWords();
  const { book } = useDescribe();
  const notice = useNotice();
  const [doing, setDoing] = useState<Doing>();
  const [paper, setPaper] = useState<{ words: string; key: string }>();
  const idle = useAnswer("lock.get", {}, ["setting"]);
  const done = async (words: string, key = "") => {
    setDoing(undefined);
    if (key !== "") setPaper({ words: t("lock.keepRecovery"), key });
    notice.done(words);
    await Promise.all([forget(["*", "setting"]), askDoor()]);
  };
  return (
    <section>
      <h2 className="panel__title">{t("lock.keysTitle")}</h2>
      <p className="second">{t(book.sealed ? "lock.keysSealed" : "lock.keysPlain")}</p>
      {paper && (
        <>
          <p role="status">{paper.words}</p>
          <RecoveryPaper value={paper.key} name={book.name} onKept={() => setPaper(undefined)} />
        </>
      )}
      {doing === undefined || doing === "reseal" || doing === "remember" ? (
        <div className="secretform__row">
          <Button type={book.sealed ? "default" : "primary"} onClick={() => setDoing(book.sealed ? "change" : "set")}>
            {t(book.sealed ? "lock.changePassphrase" : "lock.setPassphrase")}
          </Button>
          {book.sealed && <Button onClick={() => setDoing("remove")}>{t("lock.removePassphrase")}</Button>}
        </div>
      ) : (
        <Passphrase
          doing={doing}
          onDone={(key) =>
            void done(
              t(
                doing === "set"
                  ? "lock.passphraseSet"
                  : doing === "change"
                    ? "lock.passphraseChanged"
                    : "lock.passphraseGone",
              ),
              key,
            )
          }
          onCancel={() => setDoing(undefined)}
        />
      )}
      {book.sealed && (
        <>
          <div className="settings__name">
            <label htmlFor="lock-idle">{t("lock.idle")}</label>
            <Select
              id="lock-idle"
              style={{ width: 160 }}
              value={idle.data?.minutes}
              options={[...new Set([...minutes, idle.data?.minutes ?? 0])]
                .sort((a, b) => a - b)
                .map((value) => ({
                  value,
                  label: value === 0 ? t("lock.idleNever") : t("lock.idleMinutes", { count: value }),
                }))}
              onChange={(value: number) =>
                void call("lock.set", { minutes: value })
                  .then(() => Promise.all([forget(["setting"]), askDoor()]))
                  .catch(notice.failed)
              }
            />
          </div>
          <p className="second">{t("lock.idleText", { keys: showKeys("mod+l") })}</p>
          <Remember open={doing === "remember"} onOpen={(is) => setDoing(is ? "remember" : undefined)} />
          <Reseal
            open={doing === "reseal"}
            onOpen={(is) => setDoing(is ? "reseal" : undefined)}
            onDone={(key) => {
              setDoing(undefined);
              setPaper({ words: t("lock.resealed"), key });
              void forget(["*", "setting"]);
            }}
          />
        </>
      )}
    </section>
  );
}

/** Passphrase sets, changes or takes away the passphrase of the book. */
export function Passphrase(props: {
  doing: "set" | "change" | "remove";
  onDone: (recovery: string) => void;
  onCancel: () => void;
}) {
  const { doing } = props;
  const { t } = useWords();
  const [old, setOld] = useState("");
  const secret = useNewSecret();
  const { busy, said, fields, attempt } = useTry();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || (doing !== "remove" && !secret.agrees())) return;
    await attempt(async () =>
      props.onDone(
        (await call("book.setPassphrase", { passphrase: old, next: doing === "remove" ? "" : secret.value })).recovery,
      ),
    );
  };
  return (
    <form className="secretform" onSubmit={(event) => void save(event)}>
      {doing === "remove" && <p>{t("lock.removeText")}</p>}
      {doing !== "set" && (
        <Secret label={t("lock.nowPassphrase")} value={old} onChange={setOld} problem={fields.passphrase ?? said} />
      )}
      {doing !== "remove" && (
        <NewSecret
          secret={secret}
          label={t("lock.newPassphrase")}
          problem={fields.next ?? (doing === "set" ? said : undefined)}
          hint={t("lock.passphraseHint")}
        />
      )}
      <SecretFoot
        act={t(
          doing === "set"
            ? "lock.setPassphrase"
            : doing === "change"
              ? "lock.changePassphrase"
              : "lock.removePassphrase",
        )}
        danger={doing === "remove"}
        busy={busy}
        onCancel={props.onCancel}
      />
    </form>
  );
}

function Reseal(props: { open: boolean; onOpen: (open: boolean) => void; onDone: (recovery: string) => void }) {
  const { t } = useWords();
  const stands = useAnswer("book.resealing", {}, ["setting"]);
  const [passphrase, setPassphrase] = useState("");
  const [percent, setPercent] = useState<number>();
  const { busy, said, fields, attempt } = useTry();
  const { unfinished = false, advised = false } = stands.data ?? {};
  const told = (job: Job) => setPercent(job.total > 0 ? Math.floor((100 * job.done) / job.total) : 0);
  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || passphrase === "") return;
    const done = await attempt(async () => {
      const { recovery } = await runJob("book.reseal", { passphrase }, told);
      props.onDone(recovery);
    });
    setPercent(undefined);
    if (done) setPassphrase("");
  };
  return (
    <>
      <p className="second">
        {t("lock.resealText")} {unfinished ? t("lock.resealUnfinished") : advised ? t("lock.resealAdvised") : ""}
      </p>
      {props.open ? (
        <form className="secretform" onSubmit={(event) => void run(event)}>
          <Secret
            label={t("lock.nowPassphrase")}
            value={passphrase}
            onChange={setPassphrase}
            disabled={busy}
            problem={fields.passphrase ?? said}
          />
          <SecretFoot
            act={
              percent === undefined
                ? t(unfinished ? "lock.resealGoOn" : "lock.reseal")
                : t("lock.resealing", { percent })
            }
            busy={busy}
            disabled={passphrase === ""}
            onCancel={busy ? undefined : () => props.onOpen(false)}
          />
        </form>
      ) : (
        <div className="secretform__row">
          <Button onClick={() => props.onOpen(true)}>{t(unfinished ? "lock.resealGoOn" : "lock.reseal")}</Button>
        </div>
      )}
    </>
  );
}
