import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { useWords } from "@/ui/words";
import type { RowActions } from "./GridRow";
import { checkWidth, type GridGroup, type Lane } from "./grid";

interface GroupProps {
  group: GridGroup;
  at: number;
  top: number;
  height: number;
  lanes: Lane[];
  active: number;
  actions: RowActions;
}

/** GroupRow is the heading of a group: what its rows have in common, how many they are, and their sums. */
export const GroupRow = memo(function GroupRow(props: GroupProps) {
  const { group, at, lanes, active, actions } = props;
  const { t } = useWords();
  const Chevron = group.open ? ChevronDown : ChevronRight;
  return (
    <div
      className="grid__row grid__row--group"
      role="row"
      aria-rowindex={at + 2}
      style={{ height: props.height, top: props.top }}
    >
      <div
        className="grid__cell grid__cell--check"
        role="gridcell"
        aria-colindex={1}
        style={{ width: checkWidth }}
        data-place={`${at}:0`}
        tabIndex={active === 0 ? 0 : -1}
      >
        <button
          type="button"
          className="iconbutton iconbutton--small"
          tabIndex={-1}
          aria-expanded={group.open}
          aria-label={group.name}
          onClick={() => actions.toggleGroup(group.key)}
        >
          <Chevron size={15} aria-hidden />
        </button>
      </div>
      {lanes.map(({ column, className, style }, n) => {
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for the cell in focus
          <div
            key={column.id}
            className={n === 0 ? `${className} grid__cell--group` : className}
            role="gridcell"
            aria-colindex={n + 2}
            data-place={`${at}:${n + 1}`}
            tabIndex={active === n + 1 ? 0 : -1}
            style={style}
            onClick={() => actions.toggleGroup(group.key)}
          >
            {n === 0 ? (
              <span className="grid__content">
                {group.label}
                <span className="grid__count figure">{t("list.total", { count: group.count })}</span>
              </span>
            ) : (
              <span className="grid__content figure">{group.sums[column.id] ?? ""}</span>
            )}
          </div>
        );
      })}
    </div>
  );
});
