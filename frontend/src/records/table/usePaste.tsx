import { App } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import {
  type EntityDescription,
  type FieldSpec,
  type FlatRecord,
  forget,
  type Output,
  runJob,
  type Titles,
  type Where,
} from "@/api";
import { useWords } from "@/ui/words";
import { plainText } from "../cells/plain";
import { type CellFault, faultKey, idOfFault } from "../grid/grid";
import { type Cells, readTable, spread } from "../grid/range";
import { useNotice } from "../notice";
import { undone } from "../undone";
import { asTyped } from "./asTyped";

type Result = NonNullable<Output<"records.paste">["job"]["result"]>;
type Row = { id: string; cells: { [field: string]: string } };

const none: ReadonlyMap<string, CellFault> = new Map();
/** Rows that one paste reaches; more is an import. */
const mostRows = 5000;

/** usePaste writes what was copied from a spreadsheet over cells, as one change; what does not fit stays in its cell, with the reason. */
export function usePaste(
  entity: EntityDescription,
  columns: string[],
  between: (from: number, to: number) => Promise<FlatRecord[]>,
  last: number,
  titles: Titles,
) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const notice = useNotice();
  const [faults, setFaults] = useState<ReadonlyMap<string, CellFault>>(none);
  // What one paste wrote and what it could not write are one deed: taken back, none of it is left.
  useEffect(() => {
    const forgive = (event: Event) => setFaults((was) => without(was, (event as CustomEvent<string>).detail));
    window.addEventListener(undone, forgive);
    return () => window.removeEventListener(undone, forgive);
  }, []);

  const write = useCallback(
    async (rows: Row[], done: (result: Result) => string) => {
      const key = "paste";
      try {
        const cells = rows.reduce((sum, row) => sum + Object.keys(row.cells).length, 0);
        if (cells === 0) return;
        if (cells > 500) void message.loading({ key, content: t("cells.pasting"), duration: 0 });
        const result = await runJob("records.paste", { entity: entity.name, rows }, (job) => {
          if (job.total > 500)
            void message.loading({
              key,
              duration: 0,
              content: `${t("cells.pasting")} ${t("bulk.running", { done: job.done, total: job.total })}`,
            });
        });
        setFaults((was) => keep(was, rows, result));
        await forget([entity.name]);
        message.destroy(key);
        notice.done(done(result), result.change);
      } catch (thrown) {
        message.destroy(key);
        notice.failed(thrown);
      }
    },
    [entity.name, message, notice, t],
  );

  const paste = useCallback(
    async (cells: Cells, text: string) => {
      const table = spread(readTable(text), cells);
      if (table.length > mostRows) {
        void message.warning(t("cells.tooMany", { count: mostRows }));
        return;
      }
      // Headings of groups in between take no row of what was copied.
      let to = cells.top + table.length - 1;
      let records = await between(cells.top, to);
      while (records.length < table.length && to < last) {
        to += table.length - records.length;
        records = await between(cells.top, to);
      }
      records = records.slice(0, table.length);
      const now = new Date();
      const words = { say, yes: t("state.yes"), no: t("state.no") };
      // What came along from a column nobody can write in, and says what stands there, is no mistake.
      const stands = (spec: FieldSpec, cell: string, record: FlatRecord) =>
        spec.readOnly === true &&
        ["", plainText(spec, record[spec.name] as never, record.titles ?? titles, words)].includes(cell.trim());
      const rows = records.map((record, y) => ({
        id: record.id,
        cells: Object.fromEntries(
          (table[y] ?? []).flatMap((cell, x) => {
            const spec = entity.fields.find((each) => each.name === columns[cells.left - 1 + x]);
            return spec && !stands(spec, cell, record) ? [[spec.name, asTyped(spec.kind, cell, now)]] : [];
          }),
        ),
      }));
      const over = table.length - records.length;
      const filled = (line: string[]) => line.findLastIndex((cell) => cell.trim() !== "") + 1;
      const beyond = Math.max(...table.map(filled)) - (columns.length - cells.left + 1);
      await write(rows, (result) => {
        const words = [t("cells.pasted", { count: result.cells })];
        if (result.faults.length > 0) words.push(t("cells.wrong", { count: result.faults.length }));
        if (over > 0) words.push(t("cells.over", { count: over }));
        if (beyond > 0) words.push(t("cells.overColumns", { count: beyond }));
        return words.join(" · ");
      });
    },
    [between, columns, entity, last, message, say, t, titles, write],
  );

  const clear = useCallback(
    async (cells: Cells) => {
      const records = await between(cells.top, Math.min(cells.bottom, cells.top + mostRows - 1));
      const names = columns
        .slice(cells.left - 1, cells.right)
        .filter((name) => entity.fields.some((spec) => spec.name === name && !spec.readOnly && !spec.required));
      if (names.length === 0) return void message.info({ key: "clear", content: t("cells.keepFilled") });
      const rows = records.flatMap((record) => {
        const filled = names.filter((name) => record[name] !== undefined && record[name] !== null);
        return filled.length > 0
          ? [{ id: record.id, cells: Object.fromEntries(filled.map((name) => [name, ""])) }]
          : [];
      });
      await write(rows, (result) => t("cells.cleared", { count: result.cells }));
    },
    [between, columns, entity, message, t, write],
  );

  /** Tries one cell again with another text; the reason when it still does not fit. */
  const retry = useCallback(
    async (id: string, field: string, text: string): Promise<string | undefined> => {
      const kind = entity.fields.find((spec) => spec.name === field)?.kind;
      const rows = [{ id, cells: { [field]: asTyped(kind, text, new Date()) } }];
      const result = await runJob("records.paste", { entity: entity.name, rows });
      setFaults((was) => keep(was, rows, result));
      await forget([entity.name]);
      return result.faults[0]?.reason;
    },
    [entity],
  );

  const leave = useCallback(
    (id?: string, field?: string) =>
      setFaults((was) => {
        if (id === undefined || field === undefined) return none;
        const next = new Map(was);
        next.delete(faultKey(id, field));
        return next;
      }),
    [],
  );
  // What was written may have led a record out of the list, with a mistake still in it.
  const where = useMemo<Where>(
    () => ({ field: "id", op: "in", value: [...new Set([...faults.keys()].map(idOfFault))] }),
    [faults],
  );
  return useMemo(() => ({ faults, where, paste, clear, retry, leave }), [faults, where, paste, clear, retry, leave]);
}

// Cells that were written anew lose their fault; those that were refused gain one.
function keep(was: ReadonlyMap<string, CellFault>, rows: Row[], result: Result): ReadonlyMap<string, CellFault> {
  const next = new Map(was);
  for (const row of rows) for (const field of Object.keys(row.cells)) next.delete(faultKey(row.id, field));
  for (const { id, field, text, reason } of result.faults)
    next.set(faultKey(id, field), { text, reason, change: result.change });
  return next.size === 0 ? none : next;
}

function without(was: ReadonlyMap<string, CellFault>, change: string): ReadonlyMap<string, CellFault> {
  const next = new Map([...was].filter(([, fault]) => fault.change !== change));
  return next.size === was.size ? was : next;
}
