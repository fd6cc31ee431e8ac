import { Button } from "antd";
import { Plus, Upload } from "lucide-react";
import { type EntityDescription, may } from "@/api";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";
import { openForm } from "../form/store";
import { teaching, useLesson } from "../teach";

/** EmptyList says what would stand here, why nothing does, and the one next step. */
export function EmptyList(props: {
  entity: EntityDescription;
  filtered: boolean;
  onClear: () => void;
  onImport?: () => void;
}) {
  const { entity, filtered, onClear, onImport } = props;
  const { t, say } = useWords();
  const name = say(entity.plural);
  const lesson = useLesson(entity.name);
  const { Extra } = teaching;
  if (filtered) {
    return (
      <Empty title={t("list.noMatchTitle", { name })} text={t("list.noMatchText")}>
        <Button onClick={onClear}>{t("list.clearFilters")}</Button>
      </Empty>
    );
  }
  return (
    <Empty title={lesson?.title ?? t("list.emptyTitle", { name })} text={lesson?.text ?? t("list.emptyText", { name })}>
      {onImport && may(entity, "create") && (
        <Button icon={<Upload size={15} aria-hidden />} onClick={onImport}>
          {t("list.importFile")}
        </Button>
      )}
      {may(entity, "create") && (
        <Button icon={<Plus size={15} aria-hidden />} onClick={() => openForm({ entity: entity.name })}>
          {t("action.createNamed", { name: say(entity.label) })}
        </Button>
      )}
      {Extra && <Extra />}
    </Empty>
  );
}
