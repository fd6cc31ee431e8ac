import type { Where } from "@/api";
import { useOpenList } from "@/records/useOpenList";
import { useWords } from "@/ui/words";
import { cellValue, type Sheet, type SheetRow } from "./sheet";

/** FigureTable is a sheet as a table: what a chart shows, to be read and pressed without pointing. */
export function FigureTable(props: { sheet: Sheet; onOpen?: (where: Where) => void }) {
  const { sheet } = props;
  const { t } = useWords();
  const openList = useOpenList();
  const open = props.onOpen ?? ((where: Where) => openList(sheet.entity, { where }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <div className="figtable" tabIndex={0}>
      <table className="figtable__table">
        <caption className="figtable__caption">{`${sheet.title} · ${sheet.about}`}</caption>
        <thead>
          <tr>
            {sheet.labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
            {sheet.series.map((one) => (
              <th key={one.name} scope="col" className="right">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map((row, n) => (
            <Line key={n} sheet={sheet} row={row} onOpen={open} />
          ))}
        </tbody>
        {sheet.total && (
          <tfoot>
            <Line
              sheet={sheet}
              row={{ ...sheet.total, labels: [t("dashboard.total"), ...sheet.total.labels.slice(1)] }}
              onOpen={open}
            />
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Line({ sheet, row, onOpen }: { sheet: Sheet; row: SheetRow; onOpen: (where: Where) => void }) {
  const { lang } = useWords();
  return (
    <tr>
      {row.labels.map((label, n) => (
        <th key={n} scope="row">
          {label}
        </th>
      ))}
      {sheet.series.map((one, n) => {
        const value = row.values[n] ?? null;
        const where = row.open[n];
        const words = cellValue(one.format, value, lang);
        return (
          <td key={n} className="right">
            {where && value !== null ? (
              <button type="button" className="figtable__figure" onClick={() => onOpen(where)}>
                {words}
              </button>
            ) : (
              <span className={value === null ? "faint" : undefined}>{words}</span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
