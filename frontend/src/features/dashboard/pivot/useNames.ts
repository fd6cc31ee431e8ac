import { type EntityDescription, useDescribe } from "@/api";
import type { MeasureBy } from "@/features/dashboard/ask";
import type { GroupBy } from "@/features/dashboard/keys";
import { useWords } from "@/ui/words";

/** useNames says the fields of a pivot: 客户 › 地区（按省份）, 金额合计. */
export function useNames(entity: EntityDescription) {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const path = (text: string): string => {
    const parts: string[] = [];
    let at: EntityDescription | undefined = entity;
    for (const name of text.split(".")) {
      const spec: EntityDescription["fields"][number] | undefined = at?.fields.find((each) => each.name === name);
      parts.push(spec ? say(spec.label) : name);
      at = byName.get(spec?.target ?? "");
    }
    return parts.join(" › ");
  };
  return {
    path,
    group: ({ field, by }: GroupBy) =>
      by ? t("dashboard.byCut", { name: path(field), cut: t(`dashboard.cut.${by as "month"}`) }) : path(field),
    value: ({ op, field }: MeasureBy) =>
      field
        ? t(`dashboard.measure.${op as "sum"}`, { name: path(field) })
        : t("dashboard.countOf", { name: say(entity.plural) }),
  };
}
