import { App } from "antd";
import { useCallback } from "react";
import { answers, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** usePracticeReset puts the practice book back as it was at first, after asking. */
export function usePracticeReset(): () => void {
  const { t } = useWords();
  const { modal } = App.useApp();
  const notice = useNotice();
  const reset = useOperation("practice.reset");
  return useCallback(() => {
    modal.confirm({
      title: t("top.practiceAsk"),
      content: t("top.practiceAskMore"),
      okText: t("top.practiceReset"),
      onOk: async () => {
        try {
          await reset.mutateAsync({});
          await answers.invalidateQueries();
          notice.done(t("top.practiceDone"));
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
    });
  }, [modal, notice, reset, t]);
}
