import type { MenuProps } from "antd";
import type { EntityDescription, FlatRecord } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { keysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { useRecordActions } from "./useRecordActions";

type Items = NonNullable<MenuProps["items"]>;

/** menuWords are the words of a line of a menu, with the keys that do the same. */
export function menuWords(words: string, keys: string) {
  return (
    <span className="menukeys">
      {words}
      <kbd>{keys}</kbd>
    </span>
  );
}

/** useRecordMenu is what a right click on a record offers wherever it is shown: ways to open it, and to change it. */
export function useRecordMenu(
  entity: EntityDescription,
  then: {
    onOpen: (row: FlatRecord) => void;
    /** The key that does the same here. */
    openKey: "space" | "enter";
    onPage: (row: FlatRecord) => void;
  },
): { opening: (row: FlatRecord) => Items; changing: (row: FlatRecord) => Items } {
  const { t } = useWords();
  const actions = useRecordActions(entity);
  return {
    opening: (row) => [
      { key: "open", label: menuWords(t("list.openBeside"), showKeys(then.openKey)), onClick: () => then.onOpen(row) },
      { key: "page", label: menuWords(t("action.openPage"), showKeys("mod+enter")), onClick: () => then.onPage(row) },
    ],
    changing: (row) => {
      const items: Items = [];
      if (actions.mayUpdate(row))
        items.push({
          key: "edit",
          label: menuWords(t("action.edit"), showKeys(keysOf("record.edit") ?? "")),
          onClick: () => actions.edit(row),
        });
      if (actions.mayCreate)
        items.push({ key: "duplicate", label: t("list.duplicate"), onClick: () => void actions.duplicate(row) });
      if (actions.mayDelete(row))
        items.push({ key: "delete", danger: true, label: t("action.delete"), onClick: () => actions.remove(row) });
      return items;
    },
  };
}
