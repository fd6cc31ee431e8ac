import { useDescribe } from "@/api";
import { group } from "@/lib/money";
import { useWords } from "@/ui/words";

/** useCounted says how many records of an entity: 联系人 2, 2 contacts. */
export function useCounted(): (entity: string, count: number) => string {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  return (entity, count) => {
    const known = byName.get(entity);
    const name = say(count === 1 ? known?.label : known?.plural) || entity;
    return t("history.counted", { name, shown: group(String(count)) });
  };
}
