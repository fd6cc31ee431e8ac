import i18next from "i18next";
import { call } from "@/api";
import { type Preferences, usePreferences } from "@/ui/preferences";

/** changePreferences takes effect at once and is kept by the core for this person. */
export function changePreferences(some: Partial<Preferences>): void {
  usePreferences.getState().change(some);
  if (some.lang) void i18next.changeLanguage(some.lang);
  // The look is changed already; that it could not be kept for the next device is no reason to trouble anybody.
  call("settings.set", some).catch(() => undefined);
}

/** takePreferences adopts what the core kept for this person, as from another device. */
export async function takePreferences(): Promise<void> {
  try {
    const kept = await call("settings.get", {});
    const { lang, theme, density } = usePreferences.getState();
    usePreferences
      .getState()
      .change({ lang: kept.lang ?? lang, theme: kept.theme ?? theme, density: kept.density ?? density });
    await i18next.changeLanguage(usePreferences.getState().lang);
  } catch {
    // without the core's word the look of last time stays
  }
}
