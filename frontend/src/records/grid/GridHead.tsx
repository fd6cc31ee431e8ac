import { ArrowDown, ArrowUp, ChevronDown } from "lucide-react";
import { memo, type PointerEvent as ReactPointerEvent, useRef, useState } from "react";
import type { Sort } from "@/api";
import { useWords } from "@/ui/words";
import { cellClass, checkWidth, type GridColumn, narrowest, nextSort } from "./grid";

interface HeadProps {
  columns: GridColumn[];
  widths: number[];
  lefts: (number | undefined)[];
  sort: Sort[];
  onAim: (sort: Sort[]) => void;
  onSort: (sort: Sort[]) => void;
  onWidth: (column: string, width: number, dragging: boolean) => void;
  onFit: (column: string) => void;
  onMove: (column: string, to: number) => void;
  onMenu?: (column: string, button: HTMLElement) => void;
  active: number;
  all: boolean;
  some: boolean;
  onToggleAll: () => void;
  readOnly?: boolean;
}

/** GridHead is the heading row: press to sort, drag to move, drag the edge for width (twice for the width of what stands in it). */
export const GridHead = memo(function GridHead(props: HeadProps) {
  const { columns, widths, lefts, sort, onAim, onSort, onMove, onMenu, active, readOnly } = props;
  const { t } = useWords();
  const [dragged, setDragged] = useState<{ from: number; to: number }>();
  const row = useRef<HTMLDivElement>(null);

  const startMove = (event: ReactPointerEvent, from: number) => {
    if (event.button !== 0) return;
    const startX = event.clientX;
    let to = from;
    let moving = false;
    const move = (now: PointerEvent) => {
      if (!moving && Math.abs(now.clientX - startX) < 6) return;
      moving = true;
      const cells = [...(row.current?.querySelectorAll("[data-head]") ?? [])];
      const over = cells.findIndex((cell) => {
        const box = cell.getBoundingClientRect();
        return now.clientX >= box.left && now.clientX < box.right;
      });
      if (over > 0) to = over;
      setDragged({ from, to });
    };
    const up = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      setDragged(undefined);
      const column = columns[from];
      if (moving && column && to !== from) onMove(column.id, to);
      // The press that ended a drag is not a press to sort.
      if (moving) swallowClick();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
  };

  return (
    <div className="grid__head" role="rowgroup">
      <div className="grid__row grid__row--head" role="row" aria-rowindex={1} ref={row}>
        <div
          className="grid__cell grid__cell--check"
          role="columnheader"
          aria-colindex={1}
          style={{ width: checkWidth }}
          data-place="-1:0"
          tabIndex={active === 0 ? 0 : -1}
          aria-label={t("list.selectAll")}
        >
          {!readOnly && (
            <input
              type="checkbox"
              className="grid__box"
              tabIndex={-1}
              aria-label={t("list.selectAll")}
              checked={props.all}
              ref={(box) => {
                if (box) box.indeterminate = props.some && !props.all;
              }}
              onChange={props.onToggleAll}
            />
          )}
        </div>
        {columns.map((column, at) => {
          const level = sort.findIndex((each) => each.field === column.id);
          const by = level >= 0 ? sort[level] : undefined;
          const classes = [...cellClass(column, at, lefts), "grid__heading"];
          if (at === 0) classes.push("grid__cell--title");
          if (dragged && dragged.to === at && dragged.from !== at)
            classes.push(dragged.to < dragged.from ? "drop-before" : "drop-after");
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles Enter for the heading in focus
            <div
              key={column.id}
              className={classes.join(" ")}
              role="columnheader"
              aria-colindex={at + 2}
              aria-sort={by ? (by.desc ? "descending" : "ascending") : column.sortable ? "none" : undefined}
              data-head={column.id}
              data-place={`-1:${at + 1}`}
              tabIndex={active === at + 1 ? 0 : -1}
              style={{ width: widths[at], left: lefts[at] }}
              onPointerDown={(event) => {
                if (column.sortable && event.button === 0) onAim(nextSort(sort, column.id, event.shiftKey));
                if (at > 0) startMove(event, at);
              }}
              onClick={(event) => column.sortable && onSort(nextSort(sort, column.id, event.shiftKey))}
            >
              <span className="grid__name" title={column.sortable ? t("list.sortHint") : undefined}>
                {column.title}
                {column.unit && <span className="faint"> {column.unit}</span>}
              </span>
              {by && (
                <span className="grid__sort">
                  {by.desc ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />}
                  {sort.length > 1 && level + 1}
                </span>
              )}
              {onMenu && (
                <button
                  type="button"
                  className="grid__menu"
                  tabIndex={-1}
                  aria-label={t("list.columnMenu", { name: column.title })}
                  onPointerDown={(event) => event.stopPropagation()}
                  onClick={(event) => {
                    event.stopPropagation();
                    onMenu(column.id, event.currentTarget);
                  }}
                >
                  <ChevronDown size={14} aria-hidden />
                </button>
              )}
              <Edge column={column.id} width={widths[at] ?? narrowest} onWidth={props.onWidth} onFit={props.onFit} />
            </div>
          );
        })}
      </div>
    </div>
  );
});

// The edge of a heading: drag it for the width, press it twice for the width of what stands in the column.
function Edge(props: {
  column: string;
  width: number;
  onWidth: (column: string, width: number, dragging: boolean) => void;
  onFit: (column: string) => void;
}) {
  const { column, width, onWidth, onFit } = props;
  const start = (event: ReactPointerEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const startX = event.clientX;
    let now = width;
    const move = (to: PointerEvent) => {
      now = Math.max(narrowest, width + to.clientX - startX);
      onWidth(column, now, true);
    };
    const up = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      if (now !== width) onWidth(column, now, false);
      swallowClick();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
  };
  return (
    <span
      className="grid__edge"
      aria-hidden
      onPointerDown={start}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onFit(column);
      }}
    />
  );
}

// The click that follows the release comes in the same turn or not at all.
function swallowClick() {
  const swallow = (click: Event) => click.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
}
