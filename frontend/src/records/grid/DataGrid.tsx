import { type ClipboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { typing } from "@/lib/keyboard";
import { fitWidth } from "./fit";
import { GridBody } from "./GridBody";
import { GridFoot } from "./GridFoot";
import { GridHead } from "./GridHead";
import type { RowActions } from "./GridRow";
import { type DataGridProps, InGrid, type MenuTarget } from "./grid";
import { MenuAt } from "./MenuAt";
import { cellsBetween } from "./range";
import { anchorOf, everything, nothing, toggle } from "./selection";
import { isIn, placeOf, targetAt } from "./targets";
import { useAside } from "./useAside";
import { useEditing } from "./useEditing";
import { cellAt, useGo } from "./useGo";
import { useGridKeys } from "./useGridKeys";
import { useSteady } from "./useHeld";
import { useLanes } from "./useLanes";
import { usePlaceLeft } from "./usePlaceLeft";
import { usePlaces } from "./usePlaces";
import { usePresses } from "./usePresses";
import { useTall } from "./useTall";

/** DataGrid shows any number of rows: only those in sight are in the page. */
export function DataGrid(props: DataGridProps) {
  const { columns, items, rowHeight, selection, onSight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { widths, lefts, lanes, pins, pinned, full, widen } = useLanes(props, scroller);
  const places = usePlaces(props);
  const { active, setActive, from, setFrom, editing } = places;
  const foot = Object.keys(props.sums).length > 0;
  const tall = useTall(scroller, { count: items.count, rowHeight, foot, active: active.row });
  const { virtual, stretch, seen, first, last } = tall;
  useSteady(scroller, items, first, props.stale === true, (rows) => stretch.scroll(rows * rowHeight));
  useAside(scroller);
  usePlaceLeft(props.label, scroller, props.opened);
  useEffect(() => onSight(first, last), [first, last, onSight]);
  const asked = useRef(props.asked);
  useEffect(() => {
    if (asked.current === props.asked) return;
    asked.current = props.asked;
    if (scroller.current && virtual.scrollOffset !== 0) scroller.current.scrollTop = 0;
    setActive((was) => ({ ...was, row: Math.min(was.row, 0) }));
    setFrom(undefined);
  }, [props.asked, virtual, setActive, setFrom]);

  const go = useGo(props, places, tall, pins, scroller);
  const { edit, stopEditing } = useEditing(props, places, go, scroller);
  const page = Math.max(1, Math.floor(seen / rowHeight) - 2);
  const keys = useGridKeys({ ...props, active, from, go, edit, page, wide: widths, widen });

  const fit = (column: string) => {
    const at = columns.findIndex((each) => each.id === column);
    if (scroller.current && at >= 0) widen(column, fitWidth(scroller.current, at));
  };
  // Handlers change with every answer; rows must not be drawn again for that.
  const now = useRef({ props, widen, fit });
  now.current = { props, widen, fit };
  const actions = useMemo<RowActions>(
    () => ({
      check(at, shift) {
        const { selection: had, onRows, onSelection, items: rows } = now.current.props;
        const row = rows.at(at).row;
        const anchor = anchorOf(had, rows);
        if (shift && anchor !== undefined) onRows(anchor, at);
        else if (row) onSelection(toggle(had, row.id, at));
      },
      toggleGroup(key) {
        now.current.props.onGroup?.(key);
      },
    }),
    [],
  );
  const { onPress, onPressTwice, ...presses } = usePresses(props, places, go, edit, actions.check);

  const [menu, setMenu] = useState<{ x: number; y: number; target: MenuTarget }>();
  const onContextMenu = (event: MouseEvent) => {
    if (!props.menu || typing(event.target)) return;
    const place = placeOf(event.target);
    const target = place && targetAt(props, place, fit);
    if (!place || !target) return;
    event.preventDefault();
    const inside = from && isIn(cellsBetween(from, active), place);
    if (!inside) go(place);
    // The menu key has no place of its own: the menu opens at the cell.
    const box = (event.target as HTMLElement).getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    setMenu({ target, x: byKey ? box.left + 8 : event.clientX, y: byKey ? box.bottom : event.clientY });
  };

  const cells = active.row >= 0 && active.column > 0 ? cellsBetween(from ?? active, active) : undefined;
  const onCopy = (event: ClipboardEvent) => {
    if (!cells || !props.onCopy || typing(event.target)) return;
    event.preventDefault();
    props.onCopy(cells, event.clipboardData);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!cells || !props.onPaste || typing(event.target)) return;
    event.preventDefault();
    props.onPaste(cells, event.clipboardData.getData("text/plain"));
  };

  // The heading is not drawn again while one scrolls: what it calls never changes.
  const head = useMemo(
    () => ({
      onAim: (sort: DataGridProps["sort"]) => now.current.props.onAimSort?.(sort),
      onSort: (sort: DataGridProps["sort"]) => now.current.props.onSort(sort),
      onMove: (column: string, to: number) => now.current.props.onMove(column, to),
      onFit: (column: string) => now.current.fit(column),
      onToggleAll: () => {
        const { selection: had, onSelection } = now.current.props;
        onSelection(had.all ? nothing : everything);
      },
      onWidth: (column: string, width: number, dragging: boolean) => now.current.widen(column, width, dragging),
      onMenu: (column: string, button: HTMLElement) => {
        const box = button.getBoundingClientRect();
        const target = { on: "heading", column, widen: () => now.current.fit(column) } as const;
        setMenu({ target, x: box.left, y: box.bottom + 4 });
      },
    }),
    [],
  );

  const shownMenu = menu && props.menu?.(menu.target);
  return (
    <InGrid.Provider value={true}>
      <div
        ref={scroller}
        className={props.stale ? "grid is-stale" : "grid"}
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.total + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-busy={props.busy || props.stale}
        style={{ scrollPaddingLeft: pinned + 8 }}
        onKeyDown={editing ? undefined : keys}
        onCopy={onCopy}
        onPaste={onPaste}
        onContextMenu={onContextMenu}
        {...presses}
      >
        <div style={{ width: full, minWidth: "100%" }}>
          <GridHead
            columns={columns}
            widths={widths}
            lefts={lefts}
            sort={props.sort}
            {...head}
            onMenu={props.menu ? head.onMenu : undefined}
            active={active.row === -1 ? active.column : -1}
            all={selection.all && selection.ids.size === 0}
            some={selection.all || selection.ids.size > 0}
            readOnly={props.readOnly}
          />
          <GridBody
            grid={props}
            places={places}
            tall={tall}
            lanes={lanes}
            block={from ? cells : undefined}
            actions={actions}
            stopEditing={stopEditing}
            onPress={onPress}
            onPressTwice={onPressTwice}
          />
          {foot && <GridFoot lanes={lanes} sums={props.sums} name={props.sumsName} at={props.total + 2} />}
        </div>
      </div>
      {menu && shownMenu && (
        <MenuAt
          x={menu.x}
          y={menu.y}
          menu={shownMenu}
          onClose={() => {
            setMenu(undefined);
            cellAt(scroller.current, active)?.focus({ preventScroll: true });
          }}
        />
      )}
    </InGrid.Provider>
  );
}
