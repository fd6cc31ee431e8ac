import { Button } from "antd";
import { Copy, FileSpreadsheet, ImageDown, MoreHorizontal, Table2 } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { type Fault, may, useEntity } from "@/api";
import { useOpenList } from "@/records/useOpenList";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { Chart } from "@/ui/chart/Chart";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { FigureTable } from "./FigureTable";
import { chartOf, type Sheet } from "./sheet";
import { useOut } from "./useOut";

/**
 * Panel is one question answered: its subject and finding as the heading, a drawing, the same figures as a table,
 * and the ways out of the program: as a picture, as an Excel file with a chart of its own.
 */
export function Panel(props: {
  sheet: Sheet | undefined;
  title: string;
  finding?: ReactNode;
  height?: number;
  large?: boolean;
  /** What is shown belongs to the question before this one. */
  stale?: boolean;
  fault?: Fault | null;
  onRetry?: () => void;
  /** Said in place of the drawing when there is nothing to draw. */
  empty?: ReactNode;
  /** A drawing of its own instead of a chart. */
  children?: ReactNode;
  className?: string;
}) {
  const { sheet, title, height = 240, large = false } = props;
  const { t } = useWords();
  const [asTable, setAsTable] = useState(false);
  const nothing = sheet !== undefined && sheet.rows.length === 0;
  return (
    <section data-print-block className={`part ${props.className ?? ""}`} aria-label={title} aria-busy={props.stale}>
      <header className="part__head">
        <div className="part__words">
          <h2 className="part__title">{title}</h2>
          {props.finding && <p className="part__finding">{props.finding}</p>}
        </div>
        {sheet && !nothing && (
          <PanelTools sheet={sheet} asTable={asTable} onTable={() => setAsTable((was) => !was)} title={title} />
        )}
      </header>
      <div className="part__body" style={{ minHeight: props.children || nothing ? undefined : height }}>
        {props.fault && <FaultPanel fault={props.fault} onRetry={props.onRetry} />}
        {nothing && !props.fault && <div className="part__empty">{props.empty ?? t("dashboard.nothing")}</div>}
        {sheet && !nothing && asTable && <FigureTable sheet={sheet} />}
        {sheet &&
          !nothing &&
          !asTable &&
          (props.children ?? <SheetChart sheet={sheet} height={height} large={large} />)}
      </div>
    </section>
  );
}

/** SheetChart draws a sheet; a mark opens its rows. */
export function SheetChart(props: {
  sheet: Sheet;
  height: number;
  large?: boolean;
  onMark?: (row: number, series: number) => void;
}) {
  const { sheet, height, large, onMark } = props;
  const { lang, t } = useWords();
  const openList = useOpenList();
  const spec = useMemo(() => chartOf(sheet, lang), [sheet, lang]);
  return (
    <Chart
      spec={spec}
      height={height}
      large={large}
      label={t("dashboard.chartLabel", { title: sheet.title, about: sheet.about })}
      onMark={({ row, series }) => {
        if (onMark) return onMark(row, series);
        const where = sheet.rows[row]?.open[series];
        if (where) openList(sheet.entity, { where });
      }}
    />
  );
}

export function PanelTools(props: { sheet: Sheet; asTable: boolean; onTable: () => void; title: string }) {
  const { sheet, asTable, onTable, title } = props;
  const { t } = useWords();
  const out = useOut();
  const entity = useEntity(sheet.entity);
  return (
    <div className="part__tools" data-print="hide">
      <Button
        type="text"
        size="small"
        icon={<Table2 size={15} aria-hidden />}
        aria-pressed={asTable}
        aria-label={t("dashboard.asTableOf", { title })}
        title={t("dashboard.asTable")}
        onClick={onTable}
      />
      <ButtonMenu
        placement="bottomRight"
        menu={{
          items: [
            ...(entity && may(entity, "export")
              ? [
                  {
                    key: "xlsx",
                    icon: <FileSpreadsheet size={14} />,
                    label: t("dashboard.toExcel"),
                    onClick: () => void out.excel(sheet),
                  },
                ]
              : []),
            {
              key: "copy",
              icon: <Copy size={14} />,
              label: t("dashboard.copyPicture"),
              onClick: () => void out.copyPicture(sheet),
            },
            {
              key: "save",
              icon: <ImageDown size={14} />,
              label: t("dashboard.savePicture"),
              onClick: () => void out.savePicture(sheet),
            },
          ],
        }}
      >
        <Button
          type="text"
          size="small"
          icon={<MoreHorizontal size={16} aria-hidden />}
          aria-label={t("dashboard.outOf", { title })}
        />
      </ButtonMenu>
    </div>
  );
}
