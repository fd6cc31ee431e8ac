import { App, Button } from "antd";
import { useCallback } from "react";
import { runJob, saveFile, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { useCurrent } from "./current";
import { exported } from "./exported";
import { useNotice } from "./notice";

/** useExport writes the list on the screen, with its filter, order and columns, to a file. */
export function useExport() {
  const { t } = useWords();
  const { message } = App.useApp();
  const notice = useNotice();
  const { byName } = useDescribe();
  return useCallback(
    async (format: "xlsx" | "csv") => {
      const list = useCurrent.getState().list;
      if (!list) return;
      const key = "export";
      const say = (done: number) =>
        void message.loading({
          key,
          duration: 0,
          content: `${t("list.exporting")}${done > 0 ? ` ${group(String(done))}` : ""}`,
        });
      say(0);
      try {
        const { entity, where } = list;
        const { sort, columns } = exported(list, byName.get(entity)?.fields ?? []);
        const lang = usePreferences.getState().lang;
        const file = await runJob("export.run", { entity, where, sort, columns, format, lang }, (job) => say(job.done));
        saveFile(file.file, file.name);
        void message.success({
          key,
          duration: 8,
          content: (
            <span className="notice">
              {t("list.exported", { count: file.rows ?? list.total })}
              <Button size="small" type="link" onClick={() => saveFile(file.file, file.name)}>
                {t("list.download")}
              </Button>
            </span>
          ),
        });
      } catch (thrown) {
        message.destroy(key);
        notice.failed(thrown);
      }
    },
    [message, notice, t, byName],
  );
}
