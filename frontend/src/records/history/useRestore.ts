import { useState } from "react";
import { forget, type Output, runJob } from "@/api";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";

/** A record in the recycle bin. */
export type Row = Output<"bin.list">["rows"][number];

/** useRestore brings records back with what belonged to them, and tells of it with the way back. */
export function useRestore() {
  const { t } = useWords();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const bring = async (rows: Row[]) => {
    setBusy(true);
    try {
      const result = await runJob("bin.restore", { records: rows.map(({ entity, id }) => ({ entity, id })) });
      const words = [t("bin.restored", { count: result.done })];
      const failed = result.failed[0];
      if (failed) words.push(`${t("bulk.failed", { count: result.failed.length })}: ${failed.title} ${failed.reason}`);
      notice.done(words.join(" · "), result.change);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
      await forget(["*"]);
    }
  };
  return { busy, bring };
}
