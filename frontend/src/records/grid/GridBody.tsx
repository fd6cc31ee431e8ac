import { type MouseEvent, useDeferredValue } from "react";
import { GridRow, type RowActions } from "./GridRow";
import { GroupRow } from "./GroupRow";
import { type DataGridProps, type GridItem, type Lane, nothingYet } from "./grid";
import type { Cells } from "./range";
import { isSelected } from "./selection";
import { inOrder, useSlots } from "./slots";
import type { Editing, usePlaces } from "./usePlaces";
import type { useTall } from "./useTall";

/** GridBody is the rows of a grid that are in sight, and a few beyond. */
export function GridBody(props: {
  grid: DataGridProps;
  places: ReturnType<typeof usePlaces>;
  tall: ReturnType<typeof useTall>;
  lanes: Lane[];
  /** The block of cells, if one is drawn. */
  block: Cells | undefined;
  actions: RowActions;
  stopEditing: (of: Editing) => (move?: 1 | -1) => void;
  onPress: (event: MouseEvent) => void;
  onPressTwice: (event: MouseEvent) => void;
}) {
  const { grid, places, tall, block } = props;
  const { items, columns, selection } = grid;
  const { active, editing } = places;
  const { virtual, stretch, first, last } = tall;
  // What is out of sight follows when what is in sight has been drawn.
  const calm = useDeferredValue(items, nothingYet);
  const offset = virtual.scrollOffset ?? 0;
  const sight = virtual.getVirtualItems();
  // A record that leaves the list while one writes in it stays until that is done.
  const idAt = (row: number) => (editing?.row === row ? editing.record.id : idOf(items.at(row)));
  const slots = useSlots(sight.map(({ index }) => ({ row: index, id: idAt(index) })));

  const draw = (at: number) => {
    const inSight = (at >= first && at <= last) || at === active.row;
    const item = (inSight ? items : calm).at(at);
    const slot = slots.get(at);
    const common = {
      at,
      top: stretch.top(at, offset),
      height: grid.rowHeight,
      lanes: props.lanes,
      actions: props.actions,
      active: active.row === at ? active.column : -1,
    };
    if (item.group) return <GroupRow key={`group ${slot}`} group={item.group} {...common} />;
    const write = editing?.row === at ? editing : undefined;
    const row = write && item.row?.id !== write.record.id ? write.record : item.row;
    const column = write && columns[write.column - 1];
    const drawn = block && at >= block.top && at <= block.bottom;
    return (
      <GridRow
        key={slot}
        row={row}
        titles={item.titles}
        from={drawn ? block.left : 0}
        to={drawn ? block.right : 0}
        selected={row !== undefined && isSelected(selection, row.id)}
        opened={row !== undefined && row.id === grid.opened}
        title={row ? grid.titleOf(row) : ""}
        editing={write?.column}
        editor={row && column && write ? grid.editor?.(row, column.id, props.stopEditing(write)) : undefined}
        faults={grid.faults}
        readOnly={grid.readOnly}
        {...common}
      />
    );
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys for the cell in focus
    <div
      role="rowgroup"
      className="grid__body"
      style={{ height: stretch.height }}
      onClick={props.onPress}
      onDoubleClick={props.onPressTwice}
    >
      {inOrder(sight, slots).map(({ index }) => draw(index))}
    </div>
  );
}

function idOf(item: GridItem): string | undefined {
  return item.group ? `group ${item.group.key}` : item.row?.id;
}
