import type { EChartsOption, SeriesOption } from "echarts";
import { fonts, palettes, series as seriesColors, type ThemeName } from "../tokens";
import type { ChartSeries, ChartSpec } from "./model";

/** How a chart is to be drawn beside what it shows. */
export interface Drawn {
  theme: ThemeName;
  width: number;
  /** Larger letters, for a room full of people. */
  large?: boolean;
  /** Stands above the chart in a picture. */
  title?: string;
  about?: string;
}

// A picture is written out as text, where double quotes would end the attribute that the faces stand in.
const face = fonts.text.replaceAll('"', "'");

/** From so many categories on, marks no longer have room for a label of their own. */
const mostLabels = 14;

/** optionOf says a chart in the words of the library: thin axes, bars from zero, labels at the marks, no legend where names fit. */
export function optionOf(spec: ChartSpec, drawn: Drawn): EChartsOption {
  const c = palettes[drawn.theme];
  const letters = drawn.large ? 16 : 12;
  const sideways = spec.kind === "bars";
  const text = { color: c.second, fontSize: letters, fontFamily: face };
  const room = Math.max(1, Math.floor((drawn.width - 60) / Math.max(spec.labels.length, 1)));
  const category = {
    type: "category" as const,
    data: spec.labels,
    inverse: sideways,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: c.edge, width: 1 } },
    axisLabel: {
      ...text,
      hideOverlap: true,
      ...(sideways
        ? { width: Math.min(drawn.large ? 260 : 220, Math.max(96, drawn.width * 0.22)), overflow: "truncate" as const }
        : {
            interval: room < letters * 3 ? ("auto" as const) : 0,
            width: Math.max(room - 2, letters * 4.2),
            overflow: "truncate" as const,
          }),
    },
  };
  const value = {
    type: "value" as const,
    min: spec.kind === "lines" ? undefined : negative(spec) ? undefined : 0,
    splitNumber: 3,
    axisLabel: { ...text, color: c.faint, formatter: (n: number) => spec.short(n), show: !sideways },
    splitLine: { show: !sideways, lineStyle: { color: c.line, width: 1 } },
    axisLine: { show: false },
    axisTick: { show: false },
  };
  const top = (drawn.title ? (drawn.about ? 78 : 58) : 0) + (spec.series.length > 1 ? letters + 14 : letters + 6);
  return {
    animation: false,
    backgroundColor: drawn.title ? c.sheet : "transparent",
    textStyle: { fontFamily: face, color: c.ink },
    title: drawn.title
      ? {
          text: drawn.title,
          subtext: drawn.about,
          left: 16,
          top: 14,
          textStyle: { color: c.ink, fontSize: 18, fontWeight: 600 as unknown as "bold", fontFamily: face },
          subtextStyle: { color: c.second, fontSize: 12, fontFamily: face },
        }
      : undefined,
    grid: {
      left: drawn.title ? 16 : 0,
      right: sideways ? (drawn.large ? 96 : 72) : 12,
      top: sideways && !drawn.title ? 0 : top,
      bottom: drawn.title ? 16 : 4,
      outerBoundsMode: "same" as const,
      outerBoundsContain: "axisLabel" as const,
    },
    tooltip: {
      trigger: "axis",
      axisPointer: {
        type: spec.kind === "lines" ? "line" : "shadow",
        shadowStyle: { color: c.neutralWash, opacity: 0.5 },
      },
      backgroundColor: c.sheet,
      borderColor: c.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: c.ink, fontSize: drawn.large ? 16 : 13, fontFamily: face },
      valueFormatter: (n) => (n === null || n === undefined || n === "-" ? "—" : spec.full(Number(n))),
      confine: true,
      extraCssText: `box-shadow: ${c.shadow}; border-radius: 6px;`,
    },
    xAxis: sideways ? value : category,
    yAxis: sideways ? category : value,
    series: spec.series.map((one, n) => seriesOf(spec, one, n, drawn)),
  };
}

function negative(spec: ChartSpec): boolean {
  return spec.series.some((one) => one.values.some((value) => value !== null && value < 0));
}

/** colorOf is the colour of a series: quiet ones share a grey, the others take the series colours in order. */
export function colorOf(spec: ChartSpec, n: number, theme: ThemeName): string {
  if (spec.series[n]?.quiet) return palettes[theme].edge;
  const place = spec.series.slice(0, n).filter((one) => !one.quiet).length;
  const colors = seriesColors[theme];
  return colors[place % colors.length] ?? palettes[theme].accent;
}

function seriesOf(spec: ChartSpec, one: ChartSeries, n: number, drawn: Drawn): SeriesOption {
  const c = palettes[drawn.theme];
  const color = colorOf(spec, n, drawn.theme);
  const sideways = spec.kind === "bars";
  const room = (drawn.width - 60) / Math.max(spec.labels.length, 1);
  const alone = spec.series.filter((each) => !each.quiet).length === 1;
  // What stands behind is labelled too: its end is seen above the part in front.
  const labelled =
    (!one.quiet || spec.behind === true) &&
    spec.kind !== "stacked" &&
    (sideways || (alone && spec.labels.length <= mostLabels && room > (drawn.large ? 54 : 40)));
  const label = {
    show: labelled,
    color: one.quiet ? c.second : c.ink,
    fontSize: drawn.large ? 15 : 12,
    fontFamily: face,
    formatter: (at: { value?: unknown }) => {
      const value = Number(at.value);
      return at.value === null || at.value === undefined || value === 0 ? "" : spec.short(value);
    },
  };
  const base = { name: one.name, data: one.values, itemStyle: { color }, cursor: "pointer" };
  if (spec.kind === "lines") {
    return {
      ...base,
      type: "line",
      symbol: "circle",
      symbolSize: drawn.large ? 9 : 7,
      lineStyle: { color, width: one.quiet ? 1.5 : 2, type: one.quiet ? "dashed" : "solid" },
      label: { ...label, position: "top" },
      connectNulls: false,
    };
  }
  return {
    ...base,
    type: "bar",
    stack: spec.kind === "stacked" ? "all" : undefined,
    barMaxWidth: (drawn.large ? 56 : 36) * (spec.behind ? 1.6 : 1),
    barGap: spec.behind ? "-100%" : "8%",
    barCategoryGap: sideways ? "30%" : "34%",
    z: one.quiet ? 1 : 2,
    label:
      spec.behind && !one.quiet ? inFront(spec, label, c.onAccent) : { ...label, position: sideways ? "right" : "top" },
    emphasis: { disabled: false, itemStyle: { color, opacity: 0.82 } },
  };
}

// A label on the part in front stands inside it, where there is room.
function inFront<L extends { formatter: (at: { value?: unknown }) => string }>(
  spec: ChartSpec,
  label: L,
  color: string,
) {
  const most = Math.max(...spec.series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const formatter = (at: { value?: unknown }) => (Number(at.value) < most * 0.12 ? "" : label.formatter(at));
  return { ...label, color, position: "insideTop" as const, formatter };
}
