import { Button } from "antd";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  type EntityDescription,
  type FlatRecord,
  may,
  mayReadAhead,
  readAhead,
  type Sort,
  useDescribe,
  type Where,
} from "@/api";
import { Delayed } from "@/ui/Delayed";
import { FaultPanel } from "@/ui/FaultPanel";
import { usePreferences } from "@/ui/preferences";
import { densities } from "@/ui/tokens";
import { useWords } from "@/ui/words";
import { openForm } from "../form/store";
import { DataGrid } from "../grid/DataGrid";
import { faultKey } from "../grid/grid";
import type { Cells } from "../grid/range";
import { everything, extend, nothing, type Selection } from "../grid/selection";
import { layoutOf, titleOf } from "../layouts";
import { BulkBar } from "./BulkBar";
import { useBeside } from "./beside";
import { CellEditor } from "./CellEditor";
import { ColumnChooser } from "./ColumnChooser";
import { EmptyList } from "./EmptyList";
import { FaultEditor } from "./FaultEditor";
import { GroupChooser } from "./GroupChooser";
import { groupOfView, useGroups } from "./groups";
import { CellFigures, summedOf, useFigures, useFoot } from "./ListFoot";
import { ListHead, listWhere, useListWhere } from "./ListHead";
import { useColumns } from "./useColumns";
import { useCopy } from "./useCopy";
import { usePaste } from "./usePaste";
import { type RowsQuestion, useRows } from "./useRows";
import { useTableMenu } from "./useTableMenu";
import type { View } from "./view";

export interface RecordTableProps {
  entity: EntityDescription;
  view: View;
  /** The record at the side. */
  opened?: string;
  onView: (change: Partial<View>) => void;
  /** Holds always, and is not shown as a filter. */
  fixed?: Where;
  /** The recycle bin: what is deleted. */
  deleted?: boolean;
  readOnly?: boolean;
  /** What a press on a row does, in place of the side view. */
  onOpen?: (row: FlatRecord) => void;
  onOpenPage: (row: FlatRecord) => void;
  /** Stands at the right of the tool bar. */
  tools?: ReactNode;
  /** Leads to the import, from a list with nothing in it. */
  onImport?: () => void;
  /** Stands in place of the list when there is nothing in it at all. */
  empty?: ReactNode;
  /** Told of what is asked, so that an export can take the same. */
  onAsked?: (asked: { where?: Where; sort: Sort[]; columns: string[]; total: number }) => void;
  /** Stands in place of the usual actions on what is selected. */
  actions?: (selection: Selection, clear: () => void) => ReactNode;
}

/** The order of a list nobody has ordered: the newest first. It does not change under one's hands, as the order of changes would. */
const newest: Sort[] = [{ field: "createdAt", desc: true }];

/** RecordTable is the list of any entity: filter, order, group, choose columns, select, change in place, paste, act on many. */
export function RecordTable(props: RecordTableProps) {
  const { entity, view, opened, onView, fixed, deleted = false, readOnly = false, onAsked } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const preferred = usePreferences((preferences) => preferences.density);
  const [selection, setSelection] = useState<Selection>(nothing);
  const [cells, setCells] = useState<Cells>();
  const [asking, setAsking] = useState<string>();
  const editable = !readOnly && !deleted && may(entity, "update");
  const columns = useColumns(entity, view, onView, !editable);

  const usual = layoutOf(entity.name).sort ?? newest;
  const sort = view.sort ?? usual;
  const where = useListWhere(entity, view, fixed);
  const question = useMemo<RowsQuestion>(
    () => ({
      entity: entity.name,
      where,
      sort,
      columns: [...new Set([entity.title, ...columns.names])],
      deleted: deleted || undefined,
    }),
    [entity, where, sort, columns.names, deleted],
  );
  const summed = useMemo(() => summedOf(entity, columns.specs), [entity, columns.specs]);
  const group = deleted ? undefined : groupOfView(view.group, entity, byName);
  const firstDesc = sort[0]?.field === group?.field && sort[0]?.desc === true;
  const grouped = useGroups(entity, group, where, summed, firstDesc);
  const list = useRows(question, group ? (grouped.groups ?? noGroups) : undefined, grouped.total);
  const foot = useFoot(entity, columns.specs);
  const { figures, name: figuresName } = useFigures(entity, foot, where, selection, deleted || list.total === 0);
  const pasting = usePaste(entity, columns.names, list.between, list.items.count - 1, list.titles);
  const copy = useCopy(columns.specs, list);

  useEffect(() => {
    onAsked?.({ where, sort, columns: columns.names, total: list.total });
  }, [onAsked, where, sort, columns.names, list.total]);
  // What was selected under another filter is not what one sees now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new question clears the selection
  useEffect(() => setSelection(nothing), [entity.name, where]);

  const { onOpen, onOpenPage } = props;
  const handlers = useMemo(
    () => ({
      aim: (row: FlatRecord) => {
        if (!onOpen && !deleted) readAhead(entity.name, row.id);
      },
      open: (row: FlatRecord) => (onOpen ? onOpen(row) : onView({ peek: opened === row.id ? undefined : row.id })),
      openPage: onOpenPage,
      edit: (row: FlatRecord) => {
        if (editable && may(entity, "update", row)) openForm({ entity: entity.name, id: row.id });
      },
    }),
    [onOpen, onOpenPage, onView, editable, entity, deleted, opened],
  );
  const onActive = useCallback(
    (row: FlatRecord) => {
      if (opened !== undefined && row.id !== opened) onView({ peek: row.id });
    },
    [opened, onView],
  );
  useNeighbours(opened, list, onView);
  const selectRows = useCallback(
    async (from: number, to: number) => {
      const rows = await list.between(Math.min(from, to), Math.max(from, to));
      setSelection((was) => ({
        ...extend(
          was,
          rows.map((row) => row.id),
        ),
        anchor: was.anchor ?? from,
      }));
    },
    [list.between],
  );
  const menu = useTableMenu({
    entity,
    view,
    onView,
    where,
    titles: list.titles,
    columns,
    foot,
    selection,
    onSelection: setSelection,
    onOpen: handlers.open,
    onOpenPage,
    onAskField: setAsking,
    onGroups: grouped,
    readOnly: readOnly || deleted,
  });
  const editor = (row: FlatRecord, name: string, done: (move?: 1 | -1) => void) => {
    const spec = columns.specs.find((each) => each.name === name);
    const fault = pasting.faults.get(faultKey(row.id, name));
    if (spec && fault)
      return (
        <FaultEditor
          label={say(spec.label)}
          fault={fault}
          onRetry={(text) => pasting.retry(row.id, name, text)}
          onLeave={() => pasting.leave(row.id, name)}
          done={done}
        />
      );
    return spec && <CellEditor entity={entity.name} record={row} spec={spec} titles={list.titles} done={done} />;
  };

  // What stands above the rows is not drawn again while one scrolls.
  const now = useRef({ grouped, columns, view, list, isGrouped: group !== undefined });
  now.current = { grouped, columns, view, list, isGrouped: group !== undefined };
  // Another question is on its way while the page makes ready for its answer.
  const onAsk = useCallback(
    (change: Partial<View>) => {
      const next = { ...now.current.view, ...change };
      if (!now.current.isGrouped)
        now.current.list.readAhead({ where: listWhere(entity, next, fixed), sort: next.sort ?? usual });
      onView(change);
    },
    [entity, fixed, usual, onView],
  );
  const headTitles = view.where === undefined ? noTitles : list.titles;
  const head = useMemo(
    () => (
      <ListHead
        entity={entity}
        where={view.where}
        q={view.q}
        onView={onAsk}
        titles={headTitles}
        asking={asking}
        onAsking={setAsking}
        tools={
          <>
            {!deleted && (
              <GroupChooser
                entity={entity}
                group={view.group}
                onGroup={(next) => onView({ group: next })}
                closeAll={() => now.current.grouped.closeAll()}
                openAll={() => now.current.grouped.openAll()}
              />
            )}
            <ColumnChooser
              entity={entity}
              names={columns.names}
              onChange={(names) => now.current.columns.setNames(names)}
              onReset={() => now.current.columns.reset()}
              density={view.density}
              onDensity={(next) => onView({ density: next })}
            />
            {props.tools}
          </>
        }
      />
    ),
    [
      entity,
      view.where,
      view.q,
      view.group,
      view.density,
      onView,
      onAsk,
      headTitles,
      asking,
      deleted,
      columns.names,
      props.tools,
    ],
  );
  const filtered = view.where !== undefined || (view.q ?? "") !== "";
  const fault = list.fault ?? grouped.fault;
  const pending = list.pending || (group !== undefined && grouped.groups === undefined);
  const isEmpty = !pending && !fault && !list.stale && list.total === 0;
  const density = view.density ?? preferred;
  const some = selection.all || selection.ids.size > 0;
  const bar =
    some &&
    (props.actions?.(selection, () => setSelection(nothing)) ?? (
      <BulkBar
        entity={entity}
        selection={selection}
        total={list.total}
        where={where}
        onSelectAll={() => setSelection(everything)}
        onClear={() => setSelection(nothing)}
        onOpen={(id) => onView({ peek: id })}
      />
    ));
  return (
    <div className="list">
      {head}
      {fault ? (
        <FaultPanel fault={fault} onRetry={() => void (list.fault ? list.again() : grouped.again())} />
      ) : pending ? (
        <Delayed>
          <div className="list__waiting">{t("state.loading")}</div>
        </Delayed>
      ) : isEmpty ? (
        (!filtered && props.empty) || (
          <EmptyList
            entity={entity}
            filtered={filtered}
            onClear={() => onView({ where: undefined, q: undefined })}
            onImport={props.onImport}
          />
        )
      ) : (
        <DataGrid
          label={t("list.gridLabel", { name: say(entity.plural) })}
          asked={JSON.stringify([where, sort, view.group])}
          columns={columns.grid}
          items={list.items}
          total={list.total}
          rowHeight={densities[density].row}
          titleOf={(row) => titleOf(entity, row, list.titles)}
          sort={sort}
          onSort={(next) => onAsk({ sort: next.length > 0 ? next : undefined })}
          onAimSort={(next) => {
            if (!group && mayReadAhead(entity, columns.names)) list.readAhead({ sort: next.length > 0 ? next : usual });
          }}
          widths={columns.widths}
          onWidths={columns.setWidths}
          onMove={(name, to) => {
            const next = columns.names.filter((each) => each !== name);
            next.splice(Math.max(1, to), 0, name);
            columns.setNames(next);
          }}
          pins={columns.pins}
          selection={selection}
          onSelection={setSelection}
          onRows={(from, to) => void selectRows(from, to)}
          opened={opened}
          handlers={handlers}
          onActive={onActive}
          onSight={list.onSight}
          editor={editable ? editor : undefined}
          faults={pasting.faults}
          onCells={setCells}
          onCopy={copy}
          onPaste={editable ? (to, text) => void pasting.paste(to, text) : undefined}
          onClear={editable ? (of) => void pasting.clear(of) : undefined}
          onGroup={grouped.toggle}
          menu={menu}
          sums={figures}
          sumsName={figuresName}
          busy={list.busy}
          stale={list.stale}
          readOnly={readOnly}
        />
      )}
      {pasting.faults.size > 0 && (
        // Below the rows: none moves under the pointer when it comes.
        <div className="list__alert" role="status">
          <TriangleAlert size={15} aria-hidden />
          <span>{t("cells.wrongText", { count: pasting.faults.size })}</span>
          <Button size="small" onClick={() => onView({ where: pasting.where })}>
            {t("cells.showWrong")}
          </Button>
          <Button size="small" onClick={() => pasting.leave()}>
            {t("cells.leave")}
          </Button>
        </div>
      )}
      {(some || (!isEmpty && !fault)) && (
        // What is done with the selected stands where the total stood: no row moves under the pointer.
        <div className={some ? "list__foot is-acting" : "list__foot"}>
          {bar || (
            <span aria-live="polite">
              {/* Nothing is said of how many before it is known; the line keeps its place. */}
              {pending ? "\u00a0" : t("list.total", { count: list.total })}
              {group && grouped.groups && ` · ${t("group.count", { count: grouped.groups.length })}`}
            </span>
          )}
          {cells && <CellFigures cells={cells} items={list.items} specs={columns.specs} />}
        </div>
      )}
    </div>
  );
}

const noGroups: [] = [];
const noTitles = {};

// The record at the side knows its place in the list, and the ways to its neighbours.
function useNeighbours(
  opened: string | undefined,
  list: ReturnType<typeof useRows>,
  onView: (change: Partial<View>) => void,
): void {
  const { items, between } = list;
  const at = opened === undefined ? -1 : items.find(opened);
  // A record that has left the list still has neighbours: those of the place where it stood.
  const last = useRef(-1);
  if (at >= 0) last.current = at;
  useEffect(() => {
    if (opened === undefined) {
      useBeside.setState({ id: undefined, go: undefined });
      return;
    }
    const go = async (by: 1 | -1) => {
      for (let next = last.current + by; next >= 0 && next < items.count; next += by) {
        const [row] = await between(next, next);
        if (!row) continue;
        last.current = next;
        onView({ peek: row.id });
        return;
      }
    };
    const near = [last.current + 1, last.current - 1].flatMap((next) => {
      if (next < 0 || next >= items.count) return [];
      const item = items.at(next);
      return item.row ? [item.row.id] : [];
    });
    useBeside.setState({ id: opened, at, count: items.count, near, go: (by) => void go(by) });
  }, [opened, at, items, between, onView]);
  useEffect(() => () => useBeside.setState({ id: undefined, go: undefined }), []);
}
