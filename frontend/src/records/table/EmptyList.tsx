import { Button } from "antd";
import { Plus, Upload } from "lucide-react";
import { type EntityDescription, may, useDescribe } from "@/api";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";
import { openForm } from "../form/store";
import { teaching, useLesson } from "../teach";
import { useOpenList } from "../useOpenList";

/** EmptyList says what would stand here, why nothing does, and the one next step. */
export function EmptyList(props: {
  entity: EntityDescription;
  filtered: boolean;
  onClear: () => void;
  onImport?: () => void;
}) {
  const { entity, filtered, onClear, onImport } = props;
  const { t, say } = useWords();
  const { entities } = useDescribe();
  const openList = useOpenList();
  const name = say(entity.plural);
  const lesson = useLesson(entity.name);
  const { Extra } = teaching;
  // What is made elsewhere is not made here.
  const makes = may(entity, "create") && !entity.quiet;
  if (filtered) {
    return (
      <Empty title={t("list.noMatchTitle", { name })} text={t("list.noMatchText")}>
        <Button onClick={onClear}>{t("list.clearFilters")}</Button>
      </Empty>
    );
  }
  return (
    <Empty title={lesson?.title ?? t("list.emptyTitle", { name })} text={lesson?.text ?? t("list.emptyText", { name })}>
      {onImport && makes && may(entity, "import") && (
        <Button icon={<Upload size={15} aria-hidden />} onClick={onImport}>
          {t("list.importFile")}
        </Button>
      )}
      {makes && (
        <Button icon={<Plus size={15} aria-hidden />} onClick={() => openForm({ entity: entity.name })}>
          {t("action.createNamed", { name: say(entity.label) })}
        </Button>
      )}
      {entity.quiet && entities[0] && (
        <Button onClick={() => openList(entities[0]?.name ?? "", {})}>
          {t("command.open", { name: say(entities[0].plural) })}
        </Button>
      )}
      {Extra && !entity.quiet && <Extra />}
    </Empty>
  );
}
