import { Fragment, memo, type ReactNode } from "react";
import type { FlatRecord, Titles } from "@/api";
import { useWords } from "@/ui/words";
import { type CellFault, checkWidth, faultKey, type Lane } from "./grid";

export interface RowActions {
  check(at: number, shift: boolean): void;
  toggleGroup(key: string): void;
}

interface RowProps {
  row: FlatRecord | undefined;
  titles: Titles;
  at: number;
  top: number;
  height: number;
  lanes: Lane[];
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

/** GridRow is one row; it is drawn again only when something of its own changed. Presses are the grid's business. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const { row, titles, at, lanes, active, selected, opened, editing, editor, faults, actions } = props;
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
      style={{ height: props.height, top: props.top }}
    >
      <div
        className="grid__cell grid__cell--check"
        role="gridcell"
        aria-colindex={1}
        style={checkStyle}
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
      {lanes.map(({ column, className, style }, n) => {
        const inEdit = editing === n + 1;
        const fault = row && faults?.get(faultKey(row.id, column.id));
        let cell = className;
        if (props.from > 0 && n + 1 >= props.from && n + 1 <= props.to) cell += " in-range";
        if (fault) cell += " is-wrong";
        if (inEdit) cell += " is-editing";
        return (
          <div
            key={column.id}
            className={cell}
            role="gridcell"
            aria-colindex={n + 2}
            aria-invalid={fault ? true : undefined}
            title={fault?.reason}
            data-place={`${at}:${n + 1}`}
            tabIndex={active === n + 1 ? 0 : -1}
            style={style}
          >
            {!row ? (
              <span className="grid__ghost" />
            ) : inEdit ? (
              <Fragment key={row.id}>{editor}</Fragment>
            ) : (
              <span className="grid__content">{fault ? fault.text || "—" : column.render(row, titles)}</span>
            )}
          </div>
        );
      })}
    </div>
  );
});

const checkStyle = { width: checkWidth };
