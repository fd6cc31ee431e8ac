import { App, Button } from "antd";
import { useCallback } from "react";
import { runJob, saveFile, useDescribe } from "@/api";
import { group } from "@/lib/money";
import { usePreferences } from "@/ui/preferences";
import { useWords } from "@/ui/words";
import { useCurrent } from "./current";
import { columnsOf, groupsOf } from "./exported";
import { useNotice } from "./notice";
import { groupOfView, useKeyWords } from "./table/groups";
import { summedOf } from "./table/ListFoot";

/** useExport writes the list on the screen, with its filter, order, columns and groups, to a file. */
export function useExport() {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const notice = useNotice();
  const { byName } = useDescribe();
  const words = useKeyWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language, and so does t
  return useCallback(
    async (format: "xlsx" | "csv") => {
      const list = useCurrent.getState().list;
      if (!list) return;
      const key = "export";
      const tell = (done: number) =>
        void message.loading({
          key,
          duration: 0,
          content: `${t("list.exporting")}${done > 0 ? ` ${group(String(done))}` : ""}`,
        });
      tell(0);
      try {
        const { entity, where, sort } = list;
        const known = byName.get(entity);
        const group = known && groupOfView(list.group, known, byName);
        const columns = columnsOf(list.columns, group);
        const groups =
          known &&
          group &&
          (await groupsOf(list, group, {
            by: say(group.spec.label),
            sums: summedOf(
              known,
              known.fields.filter((spec) => columns.includes(spec.name)),
            ).map((spec) => spec.name),
            nameOf: (key, titles) =>
              key === null || key === "" ? t("group.none", { name: say(group.spec.label) }) : words(group, key, titles),
          }));
        const lang = usePreferences.getState().lang;
        const asked = { entity, where, sort, columns, format, lang, groups };
        const file = await runJob("export.run", asked, (job) => tell(job.done));
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
    [message, notice, t, say, byName],
  );
}
