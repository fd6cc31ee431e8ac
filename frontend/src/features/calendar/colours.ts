import type { CSSProperties } from "react";
import { themeOf, usePreferences } from "@/ui/preferences";
import { series } from "@/ui/tokens";

/** useKindColours gives the kinds that have no meaning of their own a colour out of the series of the charts. */
export function useKindColours(): CSSProperties {
  const theme = usePreferences((preferences) => themeOf(preferences.theme));
  return { "--calendar-order": series[theme][3] } as CSSProperties;
}
