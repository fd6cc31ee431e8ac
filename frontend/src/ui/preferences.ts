import { create } from "zustand";
import { stored } from "@/lib/stored";
import type { Density, ThemeName } from "./tokens";

export type ThemeMode = ThemeName | "system";
export type Reading = "zh-CN" | "en";

export interface Preferences {
  lang: Reading;
  theme: ThemeMode;
  density: Density;
}

interface PreferenceStore extends Preferences {
  change(some: Partial<Preferences>): void;
}

const start: Preferences = { lang: "zh-CN", theme: "system", density: "standard", ...stored.get("preferences") };

/** How this person wants to see the program. Kept here for the first paint, and by the core for the person. */
export const usePreferences = create<PreferenceStore>((set, get) => ({
  ...start,
  change: (some) => {
    set(some);
    const { lang, theme, density } = get();
    stored.set("preferences", { lang, theme, density });
  },
}));

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
