import { App } from "antd";
import { useCallback, useState } from "react";
import { forget, runJob } from "@/api";
import { useNotice } from "@/records/notice";
import { forgetRecent } from "@/records/picker/recent";
import { useWords } from "@/ui/words";
import { useLentRecords } from "./start";

/** useLent brings invented data into the book and takes it out again, each in one go. */
export function useLent() {
  const { t } = useWords();
  const { modal } = App.useApp();
  const notice = useNotice();
  const [busy, setBusy] = useState(false);
  const lent = useLentRecords();

  /** Rejects with the fault when nothing came in. */
  const fill = useCallback(async () => {
    setBusy(true);
    try {
      const done = await runJob("demo.fill", {});
      await forget(["*"]);
      notice.done(t("start.lentDone", { count: done.records }));
    } finally {
      setBusy(false);
    }
  }, [notice, t]);

  const remove = useCallback(() => {
    void modal.confirm({
      title: t("start.lentAsk"),
      content: t("start.lentAskMore"),
      okText: t("start.lentRemove"),
      onOk: async () => {
        setBusy(true);
        try {
          const done = await runJob("demo.remove", {});
          forgetRecent();
          await forget(["*"]);
          notice.done(t("start.lentGone", { count: done.records }));
        } catch (thrown) {
          notice.failed(thrown);
        } finally {
          setBusy(false);
        }
      },
    });
  }, [modal, notice, t]);

  return { there: lent !== undefined, records: lent?.records ?? 0, busy, fill, remove };
}
