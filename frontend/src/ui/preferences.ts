import { create } from "zustand";
import { stored } from "@/lib/stored";
import { type Density, sizes, type ThemeName } from "./tokens";

export type ThemeMode = ThemeName | "system";
export type Reading = "zh-CN" | "en";

/** Sizes of text a person may choose from, in pixels. */
export const fontSizes = [12, 13, 14, 15, 16] as const;

export interface Preferences {
  lang: Reading;
  theme: ThemeMode;
  density: Density;
  fontSize: number;
}

interface PreferenceStore extends Preferences {
  change(some: Partial<Preferences>): void;
}

/** readingOf is the one of our languages that somebody reads whose browser asks for these, the dearest first. */
export function readingOf(asked: readonly string[]): Reading {
  const dearest = asked.find((each) => /^(zh|en)\b/i.test(each)) ?? asked[0] ?? "";
  return /^en\b/i.test(dearest) ? "en" : "zh-CN";
}

const key = "preferences";
const asked = typeof navigator === "object" ? (navigator.languages ?? []) : [];
const first: Preferences = { lang: readingOf(asked), theme: "system", density: "standard", fontSize: sizes.text };
const start: Preferences = { ...first, ...stored.get<Partial<Preferences>>(key) };

/** How this person wants to see the program. Kept here for the first paint, and by the core for the person. */
export const usePreferences = create<PreferenceStore>((set, get) => ({
  ...start,
  change: (some) => {
    set(some);
    const { lang, theme, density, fontSize } = get();
    stored.set(key, { lang, theme, density, fontSize });
  },
}));

// Another tab of this browser has changed something: this one looks the same at once.
stored.listen(key, () => usePreferences.setState({ ...first, ...stored.get<Partial<Preferences>>(key) }));

const dark = typeof matchMedia === "function" ? matchMedia("(prefers-color-scheme: dark)") : undefined;

/** themeOf is the theme a mode means right now. */
export function themeOf(mode: ThemeMode): ThemeName {
  if (mode !== "system") return mode;
  return dark?.matches ? "dark" : "light";
}

/** onSystemTheme calls when the system changes between light and dark. */
export function onSystemTheme(heard: () => void): () => void {
  dark?.addEventListener("change", heard);
  return () => dark?.removeEventListener("change", heard);
}
