import type { FieldSpec } from "@/api";
import type { MeasureBy } from "@/features/dashboard/ask";
import type { PivotView } from "@/features/dashboard/board";
import type { GroupBy, Key } from "@/features/dashboard/keys";
import type { Sheet, SheetRow } from "@/features/dashboard/sheet";
import { cellWhere, formatOf, type PivotTable } from "./model";

interface Words {
  entity: string;
  title: string;
  about: string;
  all: string;
  sayKey: (group: GroupBy, key: Key) => string;
  sayGroup: (group: GroupBy) => string;
  sayValue: (value: MeasureBy) => string;
  spec: (path: string) => FieldSpec | undefined;
}

/** sheetOf flattens a pivot into a sheet: a column for each value of each column field, totals at the right and below. */
export function sheetOf(view: PivotView, table: PivotTable, words: Words): Sheet {
  const [across] = view.columns;
  const values = view.values.length > 0 ? view.values : [{ op: "count" }];
  const several = values.length > 1;
  const heads: (Key | undefined)[] = [...table.columns, undefined];
  const flat = (cells: (string | null)[][]) => heads.flatMap((_, n) => values.map((_, v) => cells[n]?.[v] ?? null));
  const open = (keys: Key[]) => heads.flatMap((column) => values.map(() => cellWhere(view, keys, column, words.spec)));
  // In a file the parts stand for themselves; the sums above them would be counted twice.
  const rows = table.rows.filter((row) => row.keys.length === view.rows.length);
  return {
    entity: words.entity,
    title: words.title,
    about: words.about,
    kind: "table",
    labels: view.rows.length > 0 ? view.rows.map(words.sayGroup) : [words.all],
    series: heads.flatMap((column) =>
      values.map((value) => ({
        name: [
          column === undefined ? (across ? words.all : "") : across ? words.sayKey(across, column) : "",
          several || !across ? words.sayValue(value) : "",
        ]
          .filter((part) => part !== "")
          .join(" · "),
        format: formatOf(value, value.field ? words.spec(value.field) : undefined),
      })),
    ),
    rows: rows.map(
      (row): SheetRow => ({
        labels: row.keys.map((key, n) => {
          const group = view.rows[n];
          return group ? words.sayKey(group, key) : "";
        }),
        values: flat(row.cells),
        open: open(row.keys),
      }),
    ),
    total: { labels: view.rows.map(() => ""), values: flat(table.total), open: open([]) },
  };
}
