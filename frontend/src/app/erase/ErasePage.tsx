import { Link, useSearch } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { useEffect, useState } from "react";
import { faultOf, forget, type Job, type JobResult, runJob, useDescribe, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { Empty } from "@/ui/Empty";
import { FaultPanel } from "@/ui/FaultPanel";
import { Scroll } from "@/ui/Scroll";
import { useWords } from "@/ui/words";
import { EraseDone } from "./EraseDone";
import { EraseForm } from "./EraseForm";
import { ErasePreview } from "./ErasePreview";
import "./erase.css";

type Look = JobResult<"erase.look">;
type Done = JobResult<"erase.run">;

/** ErasePage erases somebody for good: what that would do, the last question, how far it is, what became of it. */
export function ErasePage() {
  const { t, say } = useWords();
  const { entity = "", id = "" } = useSearch({ from: "/erase" });
  const { byName, user } = useDescribe();
  const notice = useNotice();
  const cancel = useOperation("jobs.cancel");
  const drop = useOperation("erase.drop");
  const [look, setLook] = useState<Look>();
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>();
  const [words, setWords] = useState<string[]>([]);
  const [job, setJob] = useState<Job>();
  const [done, setDone] = useState<Done>();
  const [again, setAgain] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: again asks once more
  useEffect(() => {
    if (entity === "" || id === "" || !user.admin) return;
    let here = true;
    setFault(undefined);
    runJob("erase.look", { entity, id })
      .then((found) => {
        if (!here) return;
        setLook(found);
        setWords(found.words.filter((word) => word.suggest).map((word) => word.text));
      })
      .catch((thrown: unknown) => here && setFault(faultOf(thrown)));
    return () => {
      here = false;
    };
  }, [entity, id, user.admin, again]);

  const run = async (name: string, secret: string) => {
    try {
      setDone(await runJob("erase.run", { entity, id, name, secret, words }, setJob));
      await forget(["*"]);
    } catch (thrown) {
      const failed = faultOf(thrown);
      if (Object.keys(failed.fields).length > 0) throw thrown; // it never began
      if (failed.kind !== "unavailable" || failed.message !== "") return notice.failed(thrown);
      await drop.mutateAsync({});
      notice.done(t("erase.cancelled"));
    } finally {
      setJob(undefined);
    }
  };
  const running = job !== undefined;
  return (
    <div className="page page--read">
      <header className="pagehead">
        <h1 className="pagehead__title">
          {t("erase.title")}
          {look && (
            <span className="erase__whom">{` · ${say(byName.get(entity)?.label)} ${done ? look.named : look.title}`}</span>
          )}
        </h1>
      </header>
      <Scroll label={t("erase.title")} className="settings erase">
        {!user.admin ? (
          <Empty title={t("erase.closed")} />
        ) : entity === "" || id === "" ? (
          <Empty title={t("erase.nothing")} text={t("erase.nothingText")} />
        ) : done && look ? (
          <EraseDone look={look} done={done} />
        ) : fault ? (
          <FaultPanel fault={fault} onRetry={() => setAgain((was) => was + 1)} />
        ) : !look ? (
          <section aria-busy>
            <p className="second">{t("erase.looking")}</p>
          </section>
        ) : (
          <>
            <p className="second erase__lead">{t("erase.lead")}</p>
            <ErasePreview look={look} words={words} onWords={setWords} disabled={running} />
            {running ? (
              <Running job={job} onCancel={() => void cancel.mutateAsync({ id: job.id }).catch(notice.failed)} />
            ) : (
              <EraseForm look={look} onErase={run}>
                <Link to="/records/$entity/$id" params={{ entity, id }}>
                  <Button>{t("action.cancel")}</Button>
                </Link>
              </EraseForm>
            )}
          </>
        )}
      </Scroll>
    </div>
  );
}

/** Running shows how far the copy is; before the book changes over it can be stopped. */
function Running({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const { t } = useWords();
  const percent = job.total > 0 ? Math.floor((100 * job.done) / job.total) : 0;
  const words = percent >= 100 ? t("erase.switching") : t("erase.running");
  return (
    <section role="status">
      <p>{words}</p>
      <Progress percent={percent} size="small" status="active" aria-label={words} />
      <Button onClick={onCancel} disabled={percent >= 100}>
        {t("erase.cancel")}
      </Button>
    </section>
  );
}
