import type { InputRef } from "antd";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type EntityDescription, type FlatRecord, may, type Sort, useAnswer, useRecords, type Where } from "@/api";
import { showMoney, group as thousands } from "@/lib/money";
import { Delayed } from "@/ui/Delayed";
import { FaultPanel } from "@/ui/FaultPanel";
import { usePreferences } from "@/ui/preferences";
import { densities } from "@/ui/tokens";
import { useWords } from "@/ui/words";
import { both, complete, quickFilter } from "../filter/model";
import { openForm } from "../form/store";
import { DataGrid } from "../grid/DataGrid";
import { nothing, type Selection } from "../grid/selection";
import { layoutOf, titleOf } from "../layouts";
import { BulkBar } from "./BulkBar";
import { CellEditor } from "./CellEditor";
import { ColumnChooser } from "./ColumnChooser";
import { EmptyList } from "./EmptyList";
import { FilterBar } from "./FilterBar";
import { useQuickFilterKey } from "./quick";
import { useColumns } from "./useColumns";
import type { View } from "./view";

export interface RecordTableProps {
  entity: EntityDescription;
  view: View;
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
  /** Told of the rows that are loaded. */
  onRows?: (rows: FlatRecord[]) => void;
}

/** RecordTable is the list of any entity: filter, sort, choose columns, select, change in place, act on many. */
export function RecordTable(props: RecordTableProps) {
  const { entity, view, onView, fixed, deleted = false, readOnly = false, onAsked, onRows } = props;
  const { t, say } = useWords();
  const density = usePreferences((preferences) => preferences.density);
  const [selection, setSelection] = useState<Selection>(nothing);
  const quick = useRef<InputRef>(null);
  const editable = !readOnly && !deleted && may(entity, "update");
  const columns = useColumns(entity, view.columns, !editable);

  const sort = useMemo<Sort[]>(
    () => view.sort ?? layoutOf(entity.name).sort ?? [{ field: "updatedAt", desc: true }],
    [view.sort, entity.name],
  );
  const where = useMemo(
    () => both(fixed, complete(view.where), quickFilter(entity, view.q ?? "")),
    [fixed, view.where, view.q, entity],
  );
  const asked = useMemo(() => [...new Set([entity.title, ...columns.names])], [entity.title, columns.names]);
  const list = useRecords(entity.name, { where, sort, columns: asked, deleted: deleted || undefined });
  const grid = useMemo(() => columns.columnsWith(list.titles), [columns.columnsWith, list.titles]);
  const sums = useSums(entity, columns.specs, where, deleted || list.total === 0);

  useEffect(() => {
    onAsked?.({ where, sort, columns: columns.names, total: list.total });
  }, [onAsked, where, sort, columns.names, list.total]);
  useEffect(() => onRows?.(list.rows), [onRows, list.rows]);
  // What was selected under another filter is not what one sees now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new question clears the selection
  useEffect(() => setSelection(nothing), [entity.name, where]);
  useQuickFilterKey(quick);

  const { onOpen, onOpenPage } = props;
  const handlers = useMemo(
    () => ({
      open: (row: FlatRecord) => (onOpen ? onOpen(row) : onView({ peek: row.id })),
      openPage: onOpenPage,
      edit: (row: FlatRecord) => {
        if (editable) openForm({ entity: entity.name, id: row.id });
      },
    }),
    [onOpen, onOpenPage, onView, editable, entity.name],
  );
  const opened = view.peek;
  const onActive = useCallback(
    (row: FlatRecord) => {
      if (opened !== undefined && row.id !== opened) onView({ peek: row.id });
    },
    [opened, onView],
  );
  const setColumns = (names: string[]) => {
    columns.remember({ columns: names });
    onView({ columns: names });
  };
  const editor = (row: FlatRecord, name: string, done: () => void) => {
    const spec = columns.specs.find((each) => each.name === name);
    return spec && <CellEditor entity={entity.name} record={row} spec={spec} titles={list.titles} done={done} />;
  };

  const filtered = view.where !== undefined || (view.q ?? "") !== "";
  const isEmpty = !list.pending && !list.fault && list.total === 0;
  return (
    <div className="list">
      <div className="list__tools">
        <FilterBar
          entity={entity}
          where={view.where}
          onWhere={(next) => onView({ where: next })}
          q={view.q ?? ""}
          onQ={(q) => onView({ q: q === "" ? undefined : q })}
          input={quick}
          titles={list.titles}
        />
        <span className="list__right">
          <ColumnChooser
            entity={entity}
            names={columns.names}
            onChange={setColumns}
            onReset={() => {
              columns.remember({ columns: undefined, widths: undefined });
              onView({ columns: undefined });
            }}
          />
          {props.tools}
        </span>
      </div>
      {(selection.all || selection.ids.size > 0) &&
        (props.actions?.(selection, () => setSelection(nothing)) ?? (
          <BulkBar
            entity={entity}
            selection={selection}
            total={list.total}
            loaded={list.rows.length}
            where={where}
            onSelectAll={() => setSelection({ all: true, ids: new Set() })}
            onClear={() => setSelection(nothing)}
          />
        ))}
      {list.fault ? (
        <FaultPanel fault={list.fault} onRetry={() => void list.again()} />
      ) : list.pending ? (
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
          columns={grid}
          rows={list.rows}
          total={list.total}
          rowHeight={densities[density].row}
          titleOf={(row) => titleOf(entity, row, list.titles)}
          sort={sort}
          onSort={(next) => onView({ sort: next.length > 0 ? next : undefined })}
          widths={columns.widths}
          onWidth={(name, width) => columns.remember({ widths: { ...columns.widths, [name]: width } })}
          onMove={(name, to) => {
            const next = columns.names.filter((each) => each !== name);
            next.splice(Math.max(1, to), 0, name);
            setColumns(next);
          }}
          selection={selection}
          onSelection={setSelection}
          opened={opened}
          handlers={handlers}
          onActive={onActive}
          editor={editable ? editor : undefined}
          sums={sums}
          hasMore={list.hasMore}
          fetchingMore={list.fetchingMore}
          more={list.more}
          stale={list.stale}
          readOnly={readOnly}
        />
      )}
      {!isEmpty && !list.fault && (
        <div className="list__foot" aria-live="polite">
          {t("list.total", { count: list.total })}
          {list.rows.length < list.total && (
            <span className="faint"> · {t("list.loaded", { count: list.rows.length })}</span>
          )}
        </div>
      )}
    </div>
  );
}

// Amounts and quantities are worth adding up; numbers such as ages are not.
function useSums(
  entity: EntityDescription,
  specs: EntityDescription["fields"],
  where: Where | undefined,
  off: boolean,
) {
  const chosen = layoutOf(entity.name).sums;
  const summed = specs.filter(
    (spec) => (spec.kind === "money" || spec.kind === "decimal") && (chosen?.includes(spec.name) ?? true),
  );
  const answer = useAnswer(
    "records.aggregate",
    { entity: entity.name, where, measures: summed.map((spec) => ({ op: "sum" as const, field: spec.name })) },
    [entity.name],
    summed.length > 0 && !off,
  );
  const values = answer.data?.rows[0]?.values;
  const sums: { [column: string]: string } = {};
  if (!off && values?.length === summed.length) {
    summed.forEach((spec, at) => {
      const value = values[at];
      if (value !== null && value !== undefined)
        sums[spec.name] = spec.kind === "money" ? showMoney(String(value)) : thousands(String(value));
    });
  }
  return sums;
}
