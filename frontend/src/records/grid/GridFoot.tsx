import { memo, type ReactNode } from "react";
import { checkWidth, type Lane } from "./grid";

/** GridFoot stands under the rows: one figure for each column that can be summed. */
export const GridFoot = memo(function GridFoot(props: {
  lanes: Lane[];
  sums: { [column: string]: ReactNode };
  name: string;
  at: number;
}) {
  const { lanes, sums } = props;
  return (
    <div role="rowgroup" className="grid__foot">
      <div className="grid__row grid__row--foot" role="row" aria-rowindex={props.at}>
        <div className="grid__cell grid__cell--check" role="gridcell" aria-colindex={1} style={{ width: checkWidth }} />
        {lanes.map(({ column, className, style }, n) => (
          <div key={column.id} role="gridcell" aria-colindex={n + 2} className={className} style={style}>
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
