/** How figures are drawn: upright bars, bars to the right, lines, upright bars on top of each other. */
export type ChartKind = "columns" | "bars" | "lines" | "stacked";

export interface ChartSeries {
  name: string;
  values: (number | null)[];
  /** A quiet series stands behind the others for comparison: the year before, the whole of which a part is shown. */
  quiet?: boolean;
}

/** What is drawn. Colours, axes and labels are the same everywhere, so a chart is no more than this. */
export interface ChartSpec {
  kind: ChartKind;
  labels: string[];
  series: ChartSeries[];
  /** The quiet series stands behind the first one instead of beside it. */
  behind?: boolean;
  /** Writes a figure in full, for the tip. */
  full: (value: number) => string;
  /** Writes a figure in few characters, for labels and the axis. */
  short: (value: number) => string;
}

/** Where in a chart something was pressed. */
export interface Mark {
  row: number;
  series: number;
}
