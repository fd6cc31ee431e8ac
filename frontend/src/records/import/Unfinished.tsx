import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import { forget, useAnswer, useDescribe, useOperation } from "@/api";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";

/** Unfinished tells of imports that the program did not live to finish: what was written, and the way back. */
export function Unfinished() {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const notice = useNotice();
  const found = useAnswer("import.unfinished", {}, ["*"]);
  const dismiss = useOperation("import.dismiss");
  const away = (set: string) =>
    dismiss.mutate({ change: set }, { onSuccess: () => forget(["*", "setting"]), onError: notice.failed });
  return (found.data?.imports ?? []).map((each) => (
    <section className="import__unfinished" key={each.set} aria-label={t("import.unfinished")}>
      <TriangleAlert size={16} aria-hidden />
      <div>
        <p>
          <strong>{t("import.unfinishedTitle", { file: each.file, name: say(byName.get(each.entity)?.label) })}</strong>{" "}
          <span className="second">
            <Moment at={each.at} />
          </span>
        </p>
        <p className="second">
          {each.undone
            ? t("import.unfinishedUndone")
            : each.written > 0
              ? t(each.anew ? "import.unfinishedAnew" : "import.unfinishedText", {
                  count: each.written,
                  rows: each.rows,
                })
              : t("import.unfinishedNothing")}
        </p>
      </div>
      <span className="import__unfinisheddo">
        {each.written > 0 && !each.undone && (
          <Button size="small" onClick={() => void notice.undo(each.set).then(() => away(each.set))}>
            {t("import.unfinishedUndo")}
          </Button>
        )}
        <Button size="small" type="text" onClick={() => away(each.set)}>
          {t("import.unfinishedKeep")}
        </Button>
      </span>
    </section>
  ));
}
