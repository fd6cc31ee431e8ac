import { Button } from "antd";
import { useState } from "react";
import { useAnswer } from "@/api";
import { bytes } from "@/lib/bytes";
import { group } from "@/lib/money";
import { stampOf } from "@/lib/stamp";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";

const few = 5;

/** BackupTable lists the backups that lie in the chosen place, the newest first. `at` is that of the last one known. */
export function BackupTable({ at, onRestore }: { at: string; onRestore: (id: string) => void }) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const found = useAnswer("backup.list", {}, ["setting", `backup ${at}`]);
  if (found.error) return <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />;
  const list = found.data?.backups ?? [];
  if (list.length === 0) return null;
  return (
    <>
      <table className="plain backup__list">
        <caption className="unseen">{t("backup.kept")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("backup.at")}</th>
            <th scope="col" className="right">
              {t("backup.records")}
            </th>
            <th scope="col" className="right">
              {t("backup.size")}
            </th>
            <th scope="col">
              <span className="unseen">{t("backup.past")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {list.slice(0, all ? undefined : few).map((each) => (
            <tr key={each.id}>
              <td className="figure">{stampOf(each.at)}</td>
              <td className="right figure">{group(String(each.records))}</td>
              <td className="right figure">{bytes(each.bytes)}</td>
              <td>
                <Button size="small" type="text" onClick={() => onRestore(each.id)}>
                  {t("backup.restoreThis")}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="faint">
        {list.length > few && !all && (
          <Button size="small" type="link" onClick={() => setAll(true)}>
            {t("backup.all", { count: list.length })}
          </Button>
        )}
        {t("backup.retention")}
        {(found.data?.others ?? 0) > 0 && ` ${t("backup.others", { count: found.data?.others ?? 0 })}`}
      </p>
    </>
  );
}
