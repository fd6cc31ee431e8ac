import { type MouseEvent, memo, type ReactNode } from "react";
import type { FlatRecord } from "@/api";
import { useWords } from "@/ui/words";
import { type CellFault, cellClass, checkWidth, faultKey, type GridColumn } from "./grid";

export interface RowActions {
  press(at: number, column: number, event: MouseEvent): void;
  pressTwice(at: number, column: number): void;
  check(at: number, shift: boolean): void;
  toggleGroup(key: string): void;
}

interface RowProps {
  row: FlatRecord | undefined;
  at: number;
  top: number;
  height: number;
  columns: GridColumn[];
  widths: number[];
  lefts: (number | undefined)[];
  /** Column that has the focus in this row, -1 if none. */
  active: number;
  /** First and last column of the block of cells in this row, 0 if none. */
  from: number;
  to: number;
  selected: boolean;
  opened: boolean;
  title: string;
  editing?: number;
  editor?: ReactNode;
  faults?: ReadonlyMap<string, CellFault>;
  actions: RowActions;
  readOnly?: boolean;
}

/** GridRow is one row; it is drawn again only when something of its own changed. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const { row, at, columns, widths, lefts, active, selected, opened, editing, editor, faults, actions } = props;
  const { t } = useWords();
  const classes = ["grid__row"];
  if (selected) classes.push("is-selected");
  if (opened) classes.push("is-opened");
  if (editing !== undefined) classes.push("has-editor");
  return (
    <div
      className={classes.join(" ")}
      role="row"
      aria-rowindex={at + 2}
      aria-selected={selected}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      <div
        className="grid__cell grid__cell--check"
        role="gridcell"
        aria-colindex={1}
        style={{ width: checkWidth }}
        data-place={`${at}:0`}
        tabIndex={active === 0 ? 0 : -1}
      >
        {row && !props.readOnly && (
          // A plain box: forty of them are drawn while one scrolls.
          <input
            type="checkbox"
            className="grid__box"
            tabIndex={-1}
            checked={selected}
            aria-label={t("list.selectRow", { title: props.title })}
            onChange={(event) => actions.check(at, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
          />
        )}
      </div>
      {columns.map((column, n) => {
        const inEdit = editing === n + 1;
        const fault = row && faults?.get(faultKey(row.id, column.id));
        const cell = cellClass(column, n, lefts);
        if (n === 0) cell.push("grid__cell--title");
        if (props.from > 0 && n + 1 >= props.from && n + 1 <= props.to) cell.push("in-range");
        if (fault) cell.push("is-wrong");
        if (inEdit) cell.push("is-editing");
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for the cell in focus
          <div
            key={column.id}
            className={cell.join(" ")}
            role="gridcell"
            aria-colindex={n + 2}
            aria-invalid={fault ? true : undefined}
            title={fault?.reason}
            data-place={`${at}:${n + 1}`}
            tabIndex={active === n + 1 ? 0 : -1}
            style={{ width: widths[n], left: lefts[n] }}
            onClick={(event) => actions.press(at, n + 1, event)}
            onDoubleClick={() => actions.pressTwice(at, n + 1)}
          >
            {!row ? (
              <span className="grid__ghost" />
            ) : inEdit ? (
              editor
            ) : (
              <span className="grid__content">{fault ? fault.text || "—" : column.render(row)}</span>
            )}
          </div>
        );
      })}
    </div>
  );
});
