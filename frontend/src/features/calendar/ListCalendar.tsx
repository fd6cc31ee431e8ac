import { Select } from "antd";
import { useMemo } from "react";
import { may } from "@/api";
import { both } from "@/records/filter/model";
import { openForm } from "@/records/form/store";
import type { ListViewProps } from "@/records/slots";
import { useWords } from "@/ui/words";
import { Calendar } from "./Calendar";
import { dayFields, dayOf, listKind } from "./kinds";

/** ListCalendar shows a list by one of its days, under its filter. */
export function ListCalendar({ entity, view, where, onView, onOpen }: ListViewProps) {
  const { t, say } = useWords();
  const fields = dayFields(entity);
  const spec = dayOf(entity, view.group);
  const update = may(entity, "update");
  const kinds = useMemo(() => (spec ? [listKind(entity, spec, where, update)] : []), [entity, spec, where, update]);
  if (!spec) return null;
  return (
    <Calendar
      name={entity.name}
      kinds={kinds}
      creates={spec.readOnly ? undefined : entity}
      onCreate={(day, at) => {
        const hour = kinds[0]?.at;
        const instant = at ?? new Date(`${day}T09:00:00`).toISOString();
        const preset = { [spec.name]: spec.kind === "day" ? day : instant };
        openForm({ entity: entity.name, preset: hour && at ? { ...preset, [hour]: at } : preset });
      }}
      onOpen={(_, id) => onOpen(id)}
      onMany={(kind, day) =>
        onView({ as: undefined, where: both(view.where, { field: kind.day, op: "between", value: [day, day] }) })
      }
      tools={
        fields.length > 1 && (
          <Select
            value={spec.name}
            aria-label={t("calendar.by")}
            popupMatchSelectWidth={false}
            options={fields.map((each) => ({
              value: each.name,
              label: t("calendar.byDay", { name: say(each.label) }),
            }))}
            onChange={(group) => onView({ group })}
          />
        )
      }
    />
  );
}
