import { Button } from "antd";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import type { EntityDescription, FieldSpec } from "@/api";
import type { PivotView } from "@/features/dashboard/board";
import { type Key, type KeyWords, sayKey } from "@/features/dashboard/keys";
import { cellValue } from "@/features/dashboard/sheet";
import { group as thousands } from "@/lib/money";
import { useOpenList } from "@/records/useOpenList";
import { useWords } from "@/ui/words";
import { cellWhere, formatOf, type PivotRow, type PivotTable as Table } from "./model";
import { useNames } from "./useNames";
import { useTotalsKept } from "./useTotalsKept";

const columnsShown = 36;
const rowsShown = 200;

/** PivotTable shows a pivot; each figure opens its rows, the totals stand at the right and below. */
export function PivotTable(props: {
  view: PivotView;
  table: Table;
  entity: EntityDescription;
  spec: (path: string) => FieldSpec | undefined;
  words: KeyWords;
  heat: boolean;
  /** Figures for another view are on their way. */
  busy: boolean;
  large: boolean;
  onSort: (sort: PivotView["sort"]) => void;
}) {
  const { view, table, entity, spec, words, heat } = props;
  const { t, lang } = useWords();
  const names = useNames(entity);
  const openList = useOpenList();
  const kept = useTotalsKept();
  const [more, setMore] = useState(rowsShown);
  const values = view.values.length > 0 ? view.values : [{ op: "count" }];
  const [across] = view.columns;
  const columns = table.columns.slice(0, columnsShown);
  // The total stands in the last place, whatever is shown before it.
  const heads: { key: Key | undefined; at: number }[] = [
    ...columns.map((key, at) => ({ key, at })),
    { key: undefined, at: table.columns.length },
  ];
  const rows = table.rows.slice(0, more);
  const formats = values.map((value) => formatOf(value, value.field ? spec(value.field) : undefined));
  const most = values.map((_, v) =>
    Math.max(
      0,
      ...table.rows
        .filter(isPart(view))
        .flatMap((row) => table.columns.map((_, at) => Number(row.cells[at]?.[v] ?? 0))),
    ),
  );
  const name = (keys: Key[]) => {
    const at = keys.length - 1;
    const by = view.rows[at];
    return by ? sayKey(by, spec(by.field), keys[at] ?? null, words) : "";
  };
  const cell = (row: PivotRow, head: (typeof heads)[number], v: number) => {
    const value = row.cells[head.at]?.[v] ?? null;
    const format = formats[v] ?? "whole";
    const shade =
      heat && head.key !== undefined && isPart(view)(row) && value !== null ? Number(value) / (most[v] || 1) : 0;
    return (
      <td
        key={`${head.at}-${v}`}
        className={head.key === undefined ? "right pivot__total" : "right"}
        style={
          head.key === undefined
            ? { right: `var(--after-${v})` }
            : shade > 0
              ? { background: `color-mix(in srgb, var(--accent) ${Math.round(4 + 26 * shade)}%, var(--sheet))` }
              : undefined
        }
      >
        {value === null ? (
          <span className="faint">—</span>
        ) : (
          <button
            type="button"
            className="figtable__figure"
            onClick={() => openList(entity.name, { where: cellWhere(view, row.keys, head.key, spec) })}
          >
            {cellValue(format, value, lang)}
          </button>
        )}
      </td>
    );
  };
  const line = (row: PivotRow) => heads.flatMap((head) => values.map((_, v) => cell(row, head, v)));
  const sortBy = (v: number) => {
    const now = view.sort?.value === v ? view.sort : undefined;
    props.onSort(!now ? { value: v, desc: true } : now.desc ? { value: v, desc: false } : undefined);
  };
  const sorted = (head: (typeof heads)[number], v: number) =>
    head.key !== undefined || view.sort?.value !== v ? undefined : view.sort.desc ? "descending" : "ascending";
  const sorter = (v: number, label: string) => (
    <button type="button" className="pivot__sort" onClick={() => sortBy(v)} title={t("dashboard.sortTip")}>
      {label}
      {view.sort?.value === v &&
        (view.sort.desc ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
    </button>
  );
  const single = values.length === 1 && across !== undefined;
  const [only] = values;
  const rowHead = [view.rows.map(names.group).join(" / "), single && only ? names.value(only) : ""]
    .filter(Boolean)
    .join(" · ");
  return (
    <>
      <section
        ref={kept}
        className="figtable pivot__table"
        aria-busy={props.busy}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        aria-label={t("dashboard.pivot")}
      >
        <table className="figtable__table">
          <thead data-print-head>
            {across && (
              <tr>
                <th scope="col" rowSpan={single ? 1 : 2} className="pivot__corner">
                  {rowHead}
                </th>
                {heads.map((head) => (
                  <th
                    key={head.at}
                    scope={single ? "col" : "colgroup"}
                    colSpan={values.length}
                    className={head.key === undefined ? "right pivot__total" : "right"}
                    style={head.key === undefined ? { right: 0 } : undefined}
                    aria-sort={single ? sorted(head, 0) : undefined}
                  >
                    {head.key !== undefined
                      ? sayKey(across, spec(across.field), head.key, words)
                      : single
                        ? sorter(0, t("dashboard.total"))
                        : t("dashboard.total")}
                  </th>
                ))}
              </tr>
            )}
            {!(across && single) && (
              <tr>
                {!across && (
                  <th scope="col" className="pivot__corner">
                    {rowHead}
                  </th>
                )}
                {heads.map((head) =>
                  values.map((value, v) => (
                    <th
                      key={`${head.at}-${v}`}
                      scope="col"
                      className={head.key === undefined ? "right pivot__total" : "right"}
                      style={head.key === undefined ? { right: `var(--after-${v})` } : undefined}
                      aria-sort={sorted(head, v)}
                    >
                      {head.key === undefined ? sorter(v, names.value(value)) : names.value(value)}
                    </th>
                  )),
                )}
              </tr>
            )}
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={JSON.stringify(row.keys)} className={isPart(view)(row) ? undefined : "pivot__sum"}>
                <th scope="row" className={row.keys.length === 2 ? "pivot__inner" : undefined}>
                  {name(row.keys)}
                </th>
                {line(row)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("dashboard.total")}</th>
              {line({ keys: [], cells: table.total })}
            </tr>
          </tfoot>
        </table>
      </section>
      <div className="pivot__foot">
        {table.rows.length > rows.length && (
          <Button onClick={() => setMore((was) => was + 500)}>
            {t("dashboard.moreRows", { count: thousands(String(table.rows.length - rows.length)) })}
          </Button>
        )}
        {table.columns.length > columns.length && (
          <span>{t("dashboard.moreColumns", { shown: columns.length, all: table.columns.length })}</span>
        )}
        {table.cut && <span>{t("dashboard.cutOff")}</span>}
      </div>
    </>
  );
}

// A row that is not the sum of rows below it.
const isPart = (view: PivotView) => (row: PivotRow) => row.keys.length === view.rows.length;
