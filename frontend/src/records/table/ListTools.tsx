import { CalendarDays, ChartColumn, Columns2, Table2 } from "lucide-react";
import type { EntityDescription } from "@/api";
import { bring } from "@/ui/lazily";
import { Segmented } from "@/ui/Segmented";
import { useWords } from "@/ui/words";
import { slots } from "../slots";
import { type As, ways } from "./view";

const icons = { table: Table2, board: Columns2, calendar: CalendarDays, chart: ChartColumn };

// Who comes near is likely to press.
function bringWay(way: As): void {
  const shown = way === "table" ? undefined : slots.views[way];
  if (shown) bring(shown.Component);
}

/** waysOf are the ways a list can be seen. */
export function waysOf(entity: EntityDescription): As[] {
  return ways.filter((way) => way === "table" || slots.views[way]?.fits(entity));
}

/** WaySwitch chooses between the ways a list can be seen; nothing when there is only the table. */
export function WaySwitch(props: { entity: EntityDescription; as: As; onAs: (as: As) => void }) {
  const { t } = useWords();
  const fitting = waysOf(props.entity);
  if (fitting.length < 2) return null;
  return (
    <Segmented
      className="ways"
      aria-label={t("views.seen")}
      value={props.as}
      options={fitting.map((way) => {
        const Icon = icons[way];
        return {
          value: way,
          title: t(`views.as.${way}`),
          label: (
            <span className="ways__way" onPointerEnter={() => bringWay(way)}>
              <Icon size={15} aria-hidden />
              <span>{t(`views.as.${way}`)}</span>
            </span>
          ),
        };
      })}
      onChange={props.onAs}
    />
  );
}
