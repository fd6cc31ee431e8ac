import { useCallback } from "react";
import type { FieldSpec, FlatRecord } from "@/api";
import { host } from "@/shell";
import { useWords } from "@/ui/words";
import { plainText } from "../cells/plain";
import { type Cells, writeTable } from "../grid/range";
import { useNotice } from "../notice";
import type { useRows } from "./useRows";

/** useCopy puts a block of cells on the clipboard as a spreadsheet takes it. */
export function useCopy(specs: FieldSpec[], list: ReturnType<typeof useRows>) {
  const { t, say } = useWords();
  const notice = useNotice();
  const { items, titles, between } = list;
  return useCallback(
    (cells: Cells, clipboard: DataTransfer) => {
      const columns = specs.slice(cells.left - 1, cells.right);
      const words = { say, yes: t("state.yes"), no: t("state.no") };
      const text = (rows: FlatRecord[]) =>
        writeTable(
          rows.map((row) =>
            columns.map((spec) => plainText(spec, row[spec.name] as never, row.titles ?? titles, words)),
          ),
        );
      const rows: FlatRecord[] = [];
      let whole = true;
      for (let at = cells.top; at <= cells.bottom; at++) {
        const item = items.at(at);
        if (item.row) rows.push(item.row);
        else if (!item.group) whole = false;
      }
      const done = (count: number) => notice.done(t("cells.copied", { count: count * columns.length }));
      if (whole) {
        clipboard.setData("text/plain", text(rows));
        if (rows.length * columns.length > 1) done(rows.length);
        return;
      }
      // Rows far out of sight are read first; the clipboard is then reached by the host.
      void between(cells.top, cells.bottom).then(async (all) => {
        await host.copy(text(all));
        done(all.length);
      }, notice.failed);
    },
    [specs, items, titles, between, notice, say, t],
  );
}
