// The one token file: antd, the style sheet, charts and boards all read their colours and sizes here.

export type ThemeName = "light" | "dark";
export type Density = "compact" | "standard" | "roomy";

export interface Palette {
  paper: string;
  sheet: string;
  /** A step between paper and sheet: hovered rows, headings of grids. */
  wash: string;
  line: string;
  /** The edge of a control one types in. */
  edge: string;
  ink: string;
  second: string;
  faint: string;
  accent: string;
  /** Under the pointer: away from the paper, so that the words on it stay readable. */
  accentHover: string;
  accentWash: string;
  onAccent: string;
  seal: string;
  good: string;
  goodWash: string;
  attention: string;
  attentionWash: string;
  bad: string;
  badHover: string;
  badWash: string;
  neutralWash: string;
  /** Of what floats: a line all around, by which it ends also where a shadow is not seen, and the shadow. */
  shadow: string;
}

export const palettes: { [name in ThemeName]: Palette } = {
  light: {
    paper: "#F7F7F5",
    sheet: "#FFFFFF",
    wash: "#F4F4F1",
    line: "#E6E5E1",
    edge: "#CFCEC9",
    ink: "#1F2329",
    second: "#5B6169",
    faint: "#636971",
    accent: "#14709F",
    accentHover: "#0F5C84",
    accentWash: "#E5F0F6",
    onAccent: "#FFFFFF",
    seal: "#C8372D",
    good: "#157A53",
    goodWash: "#E6F3ED",
    attention: "#A85A14",
    attentionWash: "#FBF0E3",
    bad: "#C9303A",
    badHover: "#A9262F",
    badWash: "#FBEAEA",
    neutralWash: "#EFEEEB",
    shadow: "0 0 0 1px rgba(31, 35, 41, 0.08), 0 6px 24px rgba(31, 35, 41, 0.14)",
  },
  dark: {
    paper: "#17191C",
    sheet: "#1E2125",
    wash: "#24282D",
    line: "#30343A",
    edge: "#454B53",
    ink: "#E8E9EA",
    second: "#A6ACB4",
    faint: "#929AA3",
    accent: "#4FA9D6",
    accentHover: "#74BDE1",
    accentWash: "#1C3442",
    onAccent: "#0E1B23",
    seal: "#E0574C",
    good: "#4DB98A",
    goodWash: "#1C3329",
    attention: "#E0A04E",
    attentionWash: "#3A2C18",
    bad: "#F0737B",
    badHover: "#F4939A",
    badWash: "#3B2226",
    neutralWash: "#2A2E34",
    shadow: "0 0 0 1px #3B414A, 0 8px 28px rgba(0, 0, 0, 0.5)",
  },
};

/** Series of charts, told apart also by people who confuse red and green. */
export const series: { [name in ThemeName]: readonly string[] } = {
  light: ["#14709F", "#C97A1E", "#1B8A5F", "#7A4E8A", "#4A5A6A", "#B5446E", "#A39218", "#3FA7A0"],
  dark: ["#4FA9D6", "#E0A04E", "#4DB98A", "#A985B8", "#8C9BAA", "#D97BA0", "#C9B84A", "#6CC7C0"],
};

/** Heights of rows and controls, in pixels. */
export const densities: { [name in Density]: { row: number; control: number; gap: number } } = {
  compact: { row: 30, control: 28, gap: 8 },
  standard: { row: 36, control: 32, gap: 12 },
  roomy: { row: 44, control: 36, gap: 16 },
};

export const fonts = {
  // Before the others where one reads a Latin script: their quotes and dashes are as wide as a character.
  latin: '"Segoe UI", "Helvetica Neue", "Liberation Sans"',
  text: '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif',
  mono: 'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace',
};

export const sizes = { small: 12, table: 13, text: 14, panel: 16, page: 20, figure: 28, radius: 6 };

/** sizesFor are the sizes of type around the size of text that a person chose. */
export function sizesFor(text: number): { [name in "small" | "table" | "text" | "panel" | "page" | "figure"]: number } {
  const more = text - sizes.text;
  return {
    small: Math.max(11, sizes.small + more),
    table: Math.max(11, sizes.table + more),
    text,
    panel: sizes.panel + more,
    page: sizes.page + more,
    figure: sizes.figure + 2 * more,
  };
}
