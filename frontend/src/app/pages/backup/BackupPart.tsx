import { Button } from "antd";
import { CircleCheck, HardDriveDownload, History, ShieldQuestion, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useAnswer, useDescribe, useJobTray } from "@/api";
import { bytes } from "@/lib/bytes";
import { group } from "@/lib/money";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { BackupPlace } from "./BackupPlace";
import { BackupTable } from "./BackupTable";
import { RestoreTo } from "./RestoreTo";
import { useBackup } from "./useBackup";
import "./backup.css";

/** BackupPart is what the Health page says of backups: the last good one, where they go, and what one can do. */
export function BackupPart() {
  const { t } = useWords();
  const { book } = useDescribe();
  const run = useBackup();
  const found = useAnswer("backup.get", {}, ["setting"]);
  const [past, setPast] = useState<{ id?: string }>();
  const job = useJobTray((tray) =>
    tray.jobs.find((each) => each.state === "running" && (each.kind === "backup.run" || each.kind === "backup.drill")),
  );
  const status = found.data;
  if (!status) return null;
  const chosen = status.folder !== undefined && status.folder !== "";
  return (
    <section className="health__part backup" aria-labelledby="backup-title">
      <h2 className="panel__title" id="backup-title">
        {t("backup.title")}
      </h2>
      {status.goodAt ? (
        <p className={status.warn ? "backup__state is-old" : "backup__state"}>
          {status.warn ? <TriangleAlert size={18} aria-hidden /> : <CircleCheck size={18} aria-hidden />}
          <span>
            <strong>{status.days < 1 ? t("backup.fresh") : t("backup.daysAgo", { count: status.days })}</strong>
            <span className="second">
              <Moment at={status.goodAt} /> · {t("backup.holds", { count: status.records ?? 0 })} ·{" "}
              {bytes(status.bytes ?? 0)}
              {status.provedAt && (
                <>
                  {" · "}
                  {t("backup.proved")} <Moment at={status.provedAt} />
                </>
              )}
            </span>
          </span>
        </p>
      ) : (
        <p className={status.warn ? "backup__state is-old" : "backup__state is-none"}>
          <TriangleAlert size={18} aria-hidden />
          <span>
            <strong>{t(status.possible ? "backup.never" : "backup.inMemory")}</strong>
            {status.possible && (
              <span className="second">{t(book.practice ? "backup.practice" : "backup.neverText")}</span>
            )}
          </span>
        </p>
      )}
      {status.problem && (
        <p className="backup__wrong" role="status">
          {status.triedAt && <Moment at={status.triedAt} />} {status.problem}
        </p>
      )}
      {status.possible && (
        <>
          <BackupPlace />
          <div className="backup__acts">
            <Button
              icon={<HardDriveDownload size={15} aria-hidden />}
              disabled={!chosen}
              loading={job?.kind === "backup.run"}
              onClick={() => void run("backup.run")}
            >
              {t("backup.now")}
            </Button>
            <Button
              icon={<ShieldQuestion size={15} aria-hidden />}
              disabled={!chosen || !status.goodAt}
              loading={job?.kind === "backup.drill"}
              onClick={() => void run("backup.drill")}
            >
              {t("backup.drill")}
            </Button>
            <Button icon={<History size={15} aria-hidden />} onClick={() => setPast({})}>
              {t("backup.past")}
            </Button>
            {job && (
              <span className="faint" role="status">
                {job.label} {job.total > 0 ? `${group(String(Math.floor((100 * job.done) / job.total)))}%` : ""}
              </span>
            )}
          </div>
          {chosen && status.there && status.goodAt && (
            <BackupTable at={status.goodAt} onRestore={(id) => setPast({ id })} />
          )}
        </>
      )}
      {past && <RestoreTo id={past.id} home={status.home ?? ""} onClose={() => setPast(undefined)} />}
    </section>
  );
}
