import { useState } from "react";
import { Fault, forget, type Output, runJob } from "@/api";
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
      if (result.done > 0) notice.done(words.join(" · "), result.change);
      else if (failed) {
        const title = rows.find((row) => row.id === failed.id)?.title ?? failed.title;
        const count = result.failed.length;
        notice.failed(new Fault("conflict", t("bin.notRestored", { title, reason: failed.reason, count })));
      }
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
      await forget(["*"]);
    }
  };
  return { busy, bring };
}
