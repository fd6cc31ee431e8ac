import { memo, type ReactNode } from "react";
import { cellClass, checkWidth, type GridColumn } from "./grid";

/** GridFoot stands under the rows: one figure for each column that can be summed. */
export const GridFoot = memo(function GridFoot(props: {
  columns: GridColumn[];
  widths: number[];
  lefts: (number | undefined)[];
  sums: { [column: string]: ReactNode };
  name: string;
  at: number;
}) {
  const { columns, widths, lefts, sums } = props;
  return (
    <div role="rowgroup" className="grid__foot">
      <div className="grid__row grid__row--foot" role="row" aria-rowindex={props.at}>
        <div className="grid__cell grid__cell--check" role="gridcell" aria-colindex={1} style={{ width: checkWidth }} />
        {columns.map((column, n) => (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={n + 2}
            className={`${cellClass(column, n, lefts).join(" ")}${n === 0 ? " grid__cell--title" : ""}`}
            style={{ width: widths[n], left: lefts[n] }}
          >
            {n === 0 && sums[column.id] === undefined ? (
              props.name
            ) : (
              <span className="grid__content figure">{sums[column.id] ?? ""}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
});
