import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { FlatRecord } from "@/api";
import { useWords } from "@/ui/words";
import { GridHead } from "./GridHead";
import { GridRow, type RowActions } from "./GridRow";
import { checkWidth, type DataGridProps, InGrid, type Place } from "./grid";
import { leavePlace, placeLeft } from "./place";
import { isSelected, toggle, toggleLoaded } from "./selection";
import { useGridKeys } from "./useGridKeys";

const features = tableFeatures({ columnSizingFeature, columnOrderingFeature, columnVisibilityFeature });
const ahead = 40;

/** DataGrid shows any number of rows: only those in sight are in the page, the rest is read as it comes near. */
export function DataGrid(props: DataGridProps) {
  const { columns, rows, total, rowHeight, selection, handlers, onActive, hasMore, fetchingMore, more } = props;
  const { t } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place>({ row: 0, column: 1 });
  const [editing, setEditing] = useState<Place>();
  const focusNext = useRef(false);

  const table = useTable({
    features,
    columns: useMemo(() => columns.map((column) => ({ id: column.id, size: column.width })), [columns]),
    data: rows,
    state: { columnSizing: props.widths },
    getRowId: (row: FlatRecord) => row.id,
  });
  const sized = table.getVisibleLeafColumns().map((column) => column.getSize());
  const widthKey = sized.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the widths
  const widths = useMemo(() => sized, [widthKey]);
  const fullWidth = checkWidth + widths.reduce((sum, width) => sum + width, 0);

  // A few empty rows stand for what is still being read, so that scrolling does not end before the list does.
  const count = rows.length + (hasMore ? Math.min(total - rows.length, 30) : 0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    scrollPaddingEnd: rowHeight,
    // The row in focus stays in the page even when it is scrolled away, or the focus would be lost.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (active.row >= 0 && active.row < count && !shown.includes(active.row)) shown.push(active.row);
      return shown.sort((a, b) => a - b);
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when rows change their height
  useEffect(() => virtual.measure(), [rowHeight]);

  const { label } = props;
  useLayoutEffect(() => {
    const top = placeLeft(label);
    let tries = 0;
    let frame = 0;
    // The page may not be laid out yet while it is put together.
    const put = () => {
      const grid = scroller.current;
      if (!grid || top === 0) return;
      grid.scrollTop = top;
      tries++;
      if (grid.scrollTop < top && tries < 30) frame = requestAnimationFrame(put);
    };
    put();
    return () => cancelAnimationFrame(frame);
  }, [label]);
  // The side view changes the entry of the history; the place goes along.
  useEffect(() => {
    if (scroller.current) leavePlace(label, scroller.current.scrollTop);
  });

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !fetchingMore && last >= rows.length - ahead) more();
  }, [hasMore, fetchingMore, last, rows.length, more]);

  // A shorter list must not leave the focus on a row that is gone.
  useEffect(() => {
    if (active.row >= rows.length && rows.length > 0) setActive((was) => ({ ...was, row: rows.length - 1 }));
  }, [active.row, rows.length]);

  const go = useCallback(
    (place: Place) => {
      focusNext.current = true;
      setActive(place);
      if (place.row >= 0) virtual.scrollToIndex(place.row);
      const row = rows[place.row];
      if (row) onActive?.(row);
    },
    [virtual, rows, onActive],
  );

  useLayoutEffect(() => {
    if (!focusNext.current || editing) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-place="${active.row}:${active.column}"]`);
    if (!cell) return;
    focusNext.current = false;
    cell.focus({ preventScroll: true });
    if (active.column > 1) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // A changed record may move to another place in the order; the focus goes with it.
  const follow = useRef<string>(undefined);
  const edit = useCallback(
    (place: Place) => {
      const column = columns[place.column - 1];
      const row = rows[place.row];
      if (!row) return;
      if (!column?.editable || !props.editor) handlers.edit(row);
      else {
        follow.current = row.id;
        setEditing(place);
      }
    },
    [columns, rows, handlers, props.editor],
  );

  const stopEditing = useCallback(() => {
    setEditing(undefined);
    focusNext.current = true;
  }, []);
  useEffect(() => {
    if (editing || follow.current === undefined) return;
    const at = rows.findIndex((row) => row.id === follow.current);
    follow.current = undefined;
    if (at >= 0 && at !== active.row) go({ row: at, column: active.column });
  }, [rows, active, go, editing]);

  const keys = useGridKeys({
    ...props,
    active,
    go,
    edit,
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
  });

  // Handlers change with every answer; rows must not be drawn again for that.
  const now = useRef({ props, go, edit, rows });
  now.current = { props, go, edit, rows };
  const actions = useMemo<RowActions>(
    () => ({
      press(at, column, event) {
        const { props: current, go: goNow, rows: loaded } = now.current;
        const row = loaded[at];
        goNow({ row: at, column });
        if (!row) return;
        if (event.shiftKey && !current.readOnly) current.onSelection(toggle(current.selection, loaded, at, true));
        else if (column === 1) current.handlers.open(row, at);
      },
      pressTwice(at, column) {
        const row = now.current.rows[at];
        if (!row) return;
        if (column === 1) now.current.props.handlers.openPage(row);
        else now.current.edit({ row: at, column });
      },
      check(at, shift) {
        const { props: current, rows: loaded } = now.current;
        current.onSelection(toggle(current.selection, loaded, at, shift));
      },
    }),
    [],
  );

  const allLoaded = selection.all || (rows.length > 0 && rows.every((row) => selection.ids.has(row.id)));
  const hasSums = Object.keys(props.sums).length > 0;

  return (
    <InGrid.Provider value={true}>
      <div
        ref={scroller}
        className={props.stale ? "grid is-stale" : "grid"}
        role="grid"
        aria-label={props.label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-busy={fetchingMore || props.stale}
        onKeyDown={editing ? undefined : keys}
        onScroll={(event) => leavePlace(label, event.currentTarget.scrollTop)}
      >
        <div style={{ width: fullWidth, minWidth: "100%" }}>
          <GridHead
            columns={columns}
            widths={widths}
            sort={props.sort}
            onSort={props.onSort}
            onWidth={props.onWidth}
            onMove={props.onMove}
            active={active.row === -1 ? active.column : -1}
            allLoaded={allLoaded}
            some={selection.all || selection.ids.size > 0}
            onToggleLoaded={() => props.onSelection(toggleLoaded(selection, rows))}
            readOnly={props.readOnly}
          />
          <div role="rowgroup" className="grid__body" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index];
              const inEdit = editing?.row === item.index ? editing.column : undefined;
              const column = inEdit === undefined ? undefined : columns[inEdit - 1];
              return (
                <GridRow
                  key={row?.id ?? `ghost-${item.index}`}
                  row={row}
                  at={item.index}
                  top={item.start}
                  height={rowHeight}
                  columns={columns}
                  widths={widths}
                  active={active.row === item.index ? active.column : -1}
                  selected={row !== undefined && isSelected(selection, row.id)}
                  opened={row !== undefined && row.id === props.opened}
                  title={row ? props.titleOf(row) : ""}
                  editing={inEdit}
                  editor={row && column ? props.editor?.(row, column.id, stopEditing) : undefined}
                  actions={actions}
                  readOnly={props.readOnly}
                />
              );
            })}
          </div>
          {hasSums && (
            <div role="rowgroup" className="grid__foot">
              <div className="grid__row grid__row--foot" role="row" aria-rowindex={total + 2}>
                <div
                  className="grid__cell grid__cell--check"
                  role="gridcell"
                  aria-colindex={1}
                  style={{ width: checkWidth }}
                />
                {columns.map((column, n) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    aria-colindex={n + 2}
                    className={`grid__cell${column.figure ? " right" : ""}${n === 0 ? " grid__cell--title" : ""}`}
                    style={{ width: widths[n], left: n === 0 ? checkWidth : undefined }}
                  >
                    {n === 0 ? t("list.sum") : <span className="figure">{props.sums[column.id] ?? ""}</span>}
                  </div>
                ))}
              </div>
            </div>
          )}
        </div>
      </div>
    </InGrid.Provider>
  );
}
