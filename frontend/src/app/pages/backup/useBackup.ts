import { forget, runJob } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** useBackup makes a backup, or restores the last one in a drill, and says how it went. */
export function useBackup(): (operation: "backup.run" | "backup.drill") => Promise<void> {
  const { t } = useWords();
  const notice = useNotice();
  return async (operation) => {
    try {
      await runJob(operation, {});
      notice.done(t(operation === "backup.run" ? "backup.done" : "backup.drillDone"));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      await forget(["setting"]);
    }
  };
}
