import { Button } from "antd";
import { PackageOpen } from "lucide-react";
import { useState } from "react";
import { runJob, saveFile } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** ExportAll writes everything one may export to one archive that any program can read. */
export function ExportAll() {
  const { t } = useWords();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const file = await runJob("export.all", {});
      saveFile(file.file, file.name);
      notice.done(t("backup.exported", { count: file.rows }));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p className="second">{t("backup.exportText")}</p>
      <Button icon={<PackageOpen size={15} aria-hidden />} loading={busy} onClick={() => void run()}>
        {t("backup.export")}
      </Button>
    </>
  );
}
