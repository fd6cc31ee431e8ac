import { Button } from "antd";
import { useState } from "react";
import { forget, type Output, runJob } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** RenewBackups makes a new backup and removes those that still hold what was erased. */
export function RenewBackups({ backups }: { backups: Output<"erase.status">["backups"] }) {
  const { t } = useWords();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const [removed, setRemoved] = useState<number>();
  const count = backups.older.length;
  const renew = async () => {
    setBusy(true);
    try {
      const renewed = await runJob("erase.renewBackups", {});
      setRemoved(renewed.removed);
      notice.done(t("erase.renewed", { count: renewed.removed }));
      await forget(["setting"]);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  if (removed !== undefined) return <p role="status">{t("erase.renewed", { count: removed })}</p>;
  if (backups.folder === "") return <p className="second">{t("erase.noBackup")}</p>;
  if (!backups.there) return <p className="second">{t("erase.backupsAway", { folder: backups.folder })}</p>;
  if (count === 0) return <p className="second">{t("erase.lastClean")}</p>;
  return (
    <>
      <p>{t("erase.lastOlder", { count })}</p>
      <div className="secretform__row">
        <Button type="primary" loading={busy} onClick={() => void renew()}>
          {busy ? t("erase.renewing") : t("erase.renew", { count })}
        </Button>
      </div>
    </>
  );
}
