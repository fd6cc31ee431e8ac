import {
  type ClipboardEvent,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { FlatRecord } from "@/api";
import { typing } from "@/lib/keyboard";
import { fitWidth } from "./fit";
import { GridFoot } from "./GridFoot";
import { GridHead } from "./GridHead";
import { GridRow, type RowActions } from "./GridRow";
import { GroupRow } from "./GroupRow";
import {
  checkWidth,
  type DataGridProps,
  InGrid,
  lanesOf,
  leftOf,
  type MenuTarget,
  nextEditable,
  nothingYet,
  type Place,
  rest,
} from "./grid";
import { MenuAt } from "./MenuAt";
import { cellLeft, leaveCell } from "./place";
import { cellsBetween } from "./range";
import { anchorOf, everything, isSelected, nothing, toggle } from "./selection";
import { inOrder, useSlots } from "./slots";
import { isIn, placeOf, targetAt } from "./targets";
import { useAside } from "./useAside";
import { useGridKeys } from "./useGridKeys";
import { useHeld, useSteady } from "./useHeld";
import { usePlaceLeft } from "./usePlaceLeft";
import { useTall } from "./useTall";

/** DataGrid shows any number of rows: only those in sight are in the page. */
export function DataGrid(props: DataGridProps) {
  const { columns, items, total, rowHeight, selection, handlers, onActive, onSight, onCells } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Place>(() => cellLeft(props.label) ?? { row: 0, column: 1 });
  const [from, setFrom] = useState<Place>();
  const [editing, setEditing] = useState<Place & { record: FlatRecord }>();
  const [menu, setMenu] = useState<{ x: number; y: number; target: MenuTarget }>();
  // One who comes back goes on from the cell where they were.
  const focusNext = useRef(cellLeft(props.label) !== undefined && document.activeElement === document.body);
  useEffect(() => leaveCell(props.label, active));

  // While an edge is dragged its width is nobody else's business.
  const [drag, setDrag] = useState<{ column: string; width: number }>();
  const widthKey = columns
    .map((column) => (drag?.column === column.id ? drag.width : (props.widths[column.id] ?? column.width)))
    .join(",");
  const widths = useMemo(() => widthKey.split(",").map(Number), [widthKey]);
  const pins = Math.min(props.pins, columns.length);
  const lefts = useMemo(() => leftOf(widths, pins), [widths, pins]);
  const lanes = useMemo(() => lanesOf(columns, widths, lefts), [columns, widths, lefts]);
  const pinned = checkWidth + widths.slice(0, pins).reduce((sum, width) => sum + width, 0);
  const fullWidth = checkWidth + widths.reduce((sum, width) => sum + width, 0);

  const count = items.count;
  const held = useHeld(items, editing?.row ?? active.row, props.stale === true);
  if (held.moved !== 0) {
    const along = <P extends Place>(place: P): P => ({ ...place, row: place.row + held.moved });
    setActive(along(active));
    setFrom(from && along(from));
    setEditing(editing && along(editing));
  }
  // What is out of sight follows when what is in sight has been drawn.
  const calm = useDeferredValue(items, nothingYet);
  const foot = Object.keys(props.sums).length > 0;
  const { virtual, stretch, seen, first, last } = useTall(scroller, { count, rowHeight, foot, active: active.row });
  useSteady(scroller, items, first, props.stale === true, (rows) => stretch.scroll(rows * rowHeight));
  useAside(scroller);
  usePlaceLeft(props.label, scroller, props.opened);
  const asked = useRef(props.asked);
  useEffect(() => {
    if (asked.current === props.asked) return;
    asked.current = props.asked;
    if (scroller.current && virtual.scrollOffset !== 0) scroller.current.scrollTop = 0;
    setActive((was) => ({ ...was, row: Math.min(was.row, 0) }));
    setFrom(undefined);
  }, [props.asked, virtual]);

  const sight = virtual.getVirtualItems();
  const slots = useSlots(
    sight.map((each) => each.index),
    held.id,
    active.row,
  );
  const offset = virtual.scrollOffset ?? 0;
  useEffect(() => onSight(first, last), [first, last, onSight]);

  // A shorter list must not leave the focus on a row that is gone.
  useEffect(() => {
    if (active.row >= count && count > 0) setActive((was) => ({ ...was, row: count - 1 }));
    if (from && from.row >= count) setFrom(undefined);
  }, [active.row, from, count]);

  const go = useCallback(
    (place: Place, reach = false) => {
      focusNext.current = true;
      setFrom((was) => (reach && place.row >= 0 ? (was ?? active) : undefined));
      setActive(place);
      if (place.row < 0) return;
      // A row that is wholly to be seen needs no looking for: that alone would lay the page out.
      const top = place.row * rowHeight - stretch.reach(virtual.scrollOffset ?? 0);
      const over = top < rowHeight ? top - rowHeight : Math.max(0, top + rowHeight * 2 - seen + rowHeight);
      if (over !== 0 && stretch.step === rowHeight) virtual.scrollToIndex(place.row);
      else if (over !== 0 && scroller.current) scroller.current.scrollTop += stretch.scroll(over);
      const row = items.at(place.row).row;
      if (row && !reach) onActive?.(row, place.row);
    },
    [virtual, stretch, items, onActive, active, rowHeight, seen],
  );
  useEffect(() => {
    onCells?.(from && active.row >= 0 ? cellsBetween(from, active) : undefined);
  }, [from, active, onCells]);

  useLayoutEffect(() => {
    if (!focusNext.current || editing) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-place="${active.row}:${active.column}"]`);
    if (!cell) return;
    focusNext.current = false;
    cell.focus({ preventScroll: true });
    if (active.column > pins) cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // A changed record may move to another place in the order; the focus goes with it.
  const follow = useRef<string>(undefined);
  const edit = useCallback(
    (place: Place, row = items.at(place.row).row) => {
      const column = columns[place.column - 1];
      if (!row) return;
      if (!column?.editable || !props.editor || row.refused?.includes("update")) handlers.edit(row);
      else {
        follow.current = row.id;
        setFrom(undefined);
        setActive(place);
        setEditing({ ...place, record: row });
      }
    },
    [columns, items, handlers, props.editor],
  );
  const stopEditing = (move?: 1 | -1) => {
    focusNext.current = true;
    const next = move && editing && nextEditable(columns, editing.column, move);
    setEditing(undefined);
    if (!next || !editing) return;
    const place = { row: editing.row, column: next };
    const at = follow.current === undefined ? -1 : items.find(follow.current);
    // What was written may have led the record far away.
    if (at >= 0) edit({ ...place, row: at });
    else edit(place, editing.record);
  };
  useEffect(() => {
    if (editing || follow.current === undefined) return;
    const at = items.find(follow.current);
    follow.current = undefined;
    if (at >= 0) go({ row: at, column: active.column });
  }, [items, active, go, editing]);

  const widen = (column: string) => {
    const at = columns.findIndex((each) => each.id === column);
    if (scroller.current && at >= 0) props.onWidth(column, fitWidth(scroller.current, at));
  };
  const openMenu = (target: MenuTarget, x: number, y: number) => setMenu({ target, x, y });
  const onContextMenu = (event: MouseEvent) => {
    if (!props.menu || typing(event.target)) return;
    const place = placeOf(event.target);
    const target = place && targetAt(props, place, widen);
    if (!place || !target) return;
    event.preventDefault();
    const inside = from && isIn(cellsBetween(from, active), place);
    if (!inside) go(place);
    // The menu key has no place of its own: the menu opens at the cell.
    const box = (event.target as HTMLElement).getBoundingClientRect();
    const byKey = event.clientX === 0 && event.clientY === 0;
    openMenu(target, byKey ? box.left + 8 : event.clientX, byKey ? box.bottom : event.clientY);
  };

  const keys = useGridKeys({
    ...props,
    active,
    from,
    go,
    edit,
    page: Math.max(1, Math.floor(seen / rowHeight) - 2),
  });
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
  const onPointerOver = (event: PointerEvent) => {
    if (event.buttons !== 1 || !drawing.current) return;
    const place = placeOf(event.target);
    if (place && place.row >= 0 && place.column > 0) go(place, true);
  };
  const drawing = useRef(false);
  const onPointerDown = (event: PointerEvent) => {
    const place = placeOf(event.target);
    drawing.current = event.button === 0 && !typing(event.target) && place !== undefined && place.row >= 0;
    // From a box that is ticked the keys go on, too.
    if (drawing.current && place && (place.column === 0 || !event.shiftKey)) {
      setFrom(undefined);
      setActive(place);
      const { row } = items.at(place.row);
      if (row && place.column === 1) handlers.aim?.(row);
    }
  };
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const onFocus = (event: FocusEvent) => {
    clearTimeout(resting.current);
    const place = placeOf(event.target);
    const row = place && place.row >= 0 ? items.at(place.row).row : undefined;
    if (row) resting.current = setTimeout(() => handlers.aim?.(row), rest);
  };

  // Handlers change with every answer; rows must not be drawn again for that.
  const now = useRef({ props, widen });
  now.current = { props, widen };
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

  // The cell of a record that was pressed; headings, groups and check boxes see to themselves.
  const pressed = (event: MouseEvent) => {
    const place = placeOf(event.target);
    if (!place || place.row < 0 || place.column < 1) return undefined;
    const item = items.at(place.row);
    return item.group ? undefined : { place, row: item.row };
  };
  const onPress = (event: MouseEvent) => {
    const on = pressed(event);
    if (!on) return;
    go(on.place, event.shiftKey);
    if (on.row && !event.shiftKey && on.place.column === 1) handlers.open(on.row);
  };
  const onPressTwice = (event: MouseEvent) => {
    const on = pressed(event);
    if (!on?.row) return;
    if (on.place.column === 1) handlers.openPage(on.row);
    else edit(on.place);
  };

  // The heading is not drawn again while one scrolls: what it calls never changes.
  const head = useMemo(
    () => ({
      onAim: (sort: DataGridProps["sort"]) => now.current.props.onAimSort?.(sort),
      onSort: (sort: DataGridProps["sort"]) => now.current.props.onSort(sort),
      onMove: (column: string, to: number) => now.current.props.onMove(column, to),
      onFit: (column: string) => now.current.widen(column),
      onToggleAll: () => {
        const { selection: had, onSelection } = now.current.props;
        onSelection(had.all ? nothing : everything);
      },
      onWidth: (column: string, width: number, dragging: boolean) => {
        setDrag(dragging ? { column, width } : undefined);
        if (!dragging) now.current.props.onWidth(column, width);
      },
      onMenu: (column: string, button: HTMLElement) => {
        const box = button.getBoundingClientRect();
        const target = { on: "heading", column, widen: () => now.current.widen(column) } as const;
        setMenu({ target, x: box.left, y: box.bottom + 4 });
      },
    }),
    [],
  );

  const block = from ? cells : undefined;
  const all = selection.all && selection.ids.size === 0;
  const shownMenu = menu && props.menu?.(menu.target);
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
        aria-busy={props.busy || props.stale}
        style={{ scrollPaddingLeft: pinned + 8 }}
        onKeyDown={editing ? undefined : keys}
        onCopy={onCopy}
        onPaste={onPaste}
        onContextMenu={onContextMenu}
        onFocus={onFocus}
        onPointerDown={onPointerDown}
        onPointerOver={onPointerOver}
      >
        <div style={{ width: fullWidth, minWidth: "100%" }}>
          <GridHead
            columns={columns}
            widths={widths}
            lefts={lefts}
            sort={props.sort}
            {...head}
            onMenu={props.menu ? head.onMenu : undefined}
            active={active.row === -1 ? active.column : -1}
            all={all}
            some={selection.all || selection.ids.size > 0}
            readOnly={props.readOnly}
          />
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for the cell in focus */}
          <div
            role="rowgroup"
            className="grid__body"
            style={{ height: stretch.height }}
            onClick={onPress}
            onDoubleClick={onPressTwice}
          >
            {inOrder(sight, slots).map((each) => {
              const inSight = (each.index >= first && each.index <= last) || each.index === active.row;
              const item = (inSight ? items : calm).at(each.index);
              const slot = slots.get(each.index);
              const common = {
                at: each.index,
                top: stretch.top(each.index, offset),
                height: rowHeight,
                lanes,
                actions,
              };
              const focus = active.row === each.index ? active.column : -1;
              if (item.group) return <GroupRow key={`group ${slot}`} group={item.group} active={focus} {...common} />;
              const { titles } = item;
              const inEdit = editing?.row === each.index ? editing.column : undefined;
              // A record that leaves the list while one writes in it stays until that is done.
              const row = editing && inEdit && item.row?.id !== editing.record.id ? editing.record : item.row;
              const column = inEdit === undefined ? undefined : columns[inEdit - 1];
              const drawn = block && each.index >= block.top && each.index <= block.bottom;
              return (
                <GridRow
                  key={slot}
                  row={row}
                  titles={titles}
                  active={focus}
                  from={drawn ? block.left : 0}
                  to={drawn ? block.right : 0}
                  selected={row !== undefined && isSelected(selection, row.id)}
                  opened={row !== undefined && row.id === props.opened}
                  title={row ? props.titleOf(row) : ""}
                  editing={inEdit}
                  editor={row && column ? props.editor?.(row, column.id, stopEditing) : undefined}
                  faults={props.faults}
                  readOnly={props.readOnly}
                  {...common}
                />
              );
            })}
          </div>
          {foot && <GridFoot lanes={lanes} sums={props.sums} name={props.sumsName} at={total + 2} />}
        </div>
      </div>
      {menu && shownMenu && (
        <MenuAt
          x={menu.x}
          y={menu.y}
          menu={shownMenu}
          onClose={() => {
            setMenu(undefined);
            scroller.current
              ?.querySelector<HTMLElement>(`[data-place="${active.row}:${active.column}"]`)
              ?.focus({ preventScroll: true });
          }}
        />
      )}
    </InGrid.Provider>
  );
}
