import { type ThemeConfig, theme } from "antd";
import { type Density, densities, fonts, palettes, sizes, sizesFor, type ThemeName } from "./tokens";

const lessMotion = typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;

/** antdTheme tells antd our tokens. */
export function antdTheme(name: ThemeName, density: Density, text = sizes.text): ThemeConfig {
  const c = palettes[name];
  const d = densities[density];
  const small = sizesFor(text).table;
  return {
    cssVar: { key: "app" },
    hashed: false,
    // The dark algorithm would dim our colours, which are chosen for contrast already.
    algorithm: (seed) => ({
      ...(name === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm)(seed),
      colorPrimary: c.accent,
      colorPrimaryText: c.accent,
      colorInfo: c.accent,
      colorLink: c.accent,
      colorSuccess: c.good,
      colorWarning: c.attention,
      colorError: c.bad,
      colorErrorText: c.bad,
    }),
    token: {
      opacityLoading: 1, // words that are waited for are still read
      colorPrimary: c.accent,
      colorPrimaryHover: c.accentHover,
      colorPrimaryActive: c.accentHover,
      colorErrorHover: c.badHover,
      colorErrorActive: c.badHover,
      colorLinkHover: c.accentHover,
      colorInfo: c.accent,
      colorLink: c.accent,
      colorSuccess: c.good,
      colorWarning: c.attention,
      colorError: c.bad,
      colorInfoBg: c.accentWash,
      colorSuccessBg: c.goodWash,
      colorWarningBg: c.attentionWash,
      colorErrorBg: c.badWash,
      colorText: c.ink,
      colorTextSecondary: c.second,
      colorTextTertiary: c.faint,
      colorTextDescription: c.second,
      colorTextPlaceholder: c.faint,
      // What cannot be changed is still read: the rights of a role, the values of a closed form.
      colorTextDisabled: c.faint,
      colorTextLightSolid: c.onAccent,
      colorBgLayout: c.paper,
      colorBgContainer: c.sheet,
      colorBgElevated: c.sheet,
      colorBorder: c.edge,
      colorBorderSecondary: c.line,
      colorSplit: c.line,
      fontFamily: "var(--font)",
      fontSize: text,
      borderRadius: sizes.radius,
      borderRadiusLG: sizes.radius,
      controlHeight: d.control,
      // A small button is never lower than its words.
      controlHeightSM: Math.max(Math.round(d.control * 0.75), Math.round(text * 1.5) + 2),
      lineHeight: 1.5,
      motion: !lessMotion,
      motionDurationSlow: "0.12s",
      motionDurationMid: "0.12s",
      motionDurationFast: "0.1s",
      fontWeightStrong: 600,
      controlItemBgHover: c.wash,
      controlItemBgActive: c.accentWash,
      controlItemBgActiveHover: c.accentWash,
      boxShadow: c.shadow,
      boxShadowSecondary: c.shadow,
      wireframe: false,
    },
    components: {
      Button: {
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        fontWeight: 400,
        contentFontSizeSM: small,
      },
      // In what is lower than other controls the words are smaller, too.
      Input: { inputFontSizeSM: small },
      InputNumber: { inputFontSizeSM: small },
      DatePicker: { inputFontSizeSM: small },
      // The chosen one stands out from its track in the dark as well.
      Segmented: name === "dark" ? { itemSelectedBg: c.line } : { trackBg: c.neutralWash },
      Tooltip: {
        colorBgSpotlight: name === "dark" ? "#3A4048" : c.ink,
        colorTextLightSolid: "#FFFFFF",
      },
      Select: { optionSelectedBg: c.accentWash, optionSelectedColor: c.ink, optionSelectedFontWeight: 600 },
      Menu: { itemSelectedBg: c.accentWash },
      Modal: { titleFontSize: sizesFor(text).panel },
      Drawer: { paddingLG: 20 },
    },
  };
}

/** applyTokens writes the tokens as CSS variables for our own style sheet. */
export function applyTokens(name: ThemeName, density: Density, reading: string, text = sizes.text): void {
  const root = document.documentElement;
  for (const [key, value] of Object.entries(palettes[name])) {
    root.style.setProperty(`--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value);
  }
  const d = densities[density];
  root.style.setProperty("--row", `${d.row}px`);
  root.style.setProperty("--control", `${d.control}px`);
  root.style.setProperty("--gap", `${d.gap}px`);
  for (const [size, pixels] of Object.entries(sizesFor(text))) root.style.setProperty(`--size-${size}`, `${pixels}px`);
  root.style.setProperty("--font", reading.startsWith("zh") ? fonts.text : `${fonts.latin}, ${fonts.text}`);
  root.style.setProperty("--mono", fonts.mono);
  root.style.colorScheme = name;
  root.dataset.theme = name;
  root.dataset.density = density;
  root.lang = reading;
}
