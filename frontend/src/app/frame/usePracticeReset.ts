import { App } from "antd";
import { useCallback } from "react";
import { answers, runJob } from "@/api";
import { useNotice } from "@/records/notice";
import { forgetRecent } from "@/records/picker/recent";
import { useWords } from "@/ui/words";

/** usePracticeReset puts the practice book back as it was at first, after asking. */
export function usePracticeReset(): () => void {
  const { t } = useWords();
  const { modal } = App.useApp();
  const notice = useNotice();
  return useCallback(() => {
    modal.confirm({
      title: t("top.practiceAsk"),
      content: t("top.practiceAskMore"),
      okText: t("top.practiceReset"),
      onOk: async () => {
        try {
          await runJob("practice.reset", {});
          forgetRecent();
          await answers.invalidateQueries();
          notice.done(t("top.practiceDone"));
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
    });
  }, [modal, notice, t]);
}
