import { fontSizes, type Reading, type ThemeMode, usePreferences } from "@/ui/preferences";
import { Segmented } from "@/ui/Segmented";
import type { Density } from "@/ui/tokens";
import { useWords } from "@/ui/words";
import { changePreferences } from "../preferences";

/** The choices of how the program looks; each takes effect at once. */
export function LanguageChoice() {
  const { t } = useWords();
  const lang = usePreferences((preferences) => preferences.lang);
  return (
    <Segmented<Reading>
      aria-label={t("look.language")}
      value={lang}
      options={[
        { value: "zh-CN", label: "中文" },
        { value: "en", label: "English" },
      ]}
      onChange={(next) => changePreferences({ lang: next })}
    />
  );
}

function ThemeChoice() {
  const { t } = useWords();
  const theme = usePreferences((preferences) => preferences.theme);
  return (
    <Segmented<ThemeMode>
      aria-label={t("look.theme")}
      value={theme}
      options={(["light", "dark", "system"] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
      onChange={(next) => changePreferences({ theme: next })}
    />
  );
}

function DensityChoice() {
  const { t } = useWords();
  const density = usePreferences((preferences) => preferences.density);
  return (
    <Segmented<Density>
      aria-label={t("look.density")}
      value={density}
      options={(["compact", "standard", "roomy"] as const).map((value) => ({ value, label: t(`look.${value}`) }))}
      onChange={(next) => changePreferences({ density: next })}
    />
  );
}

function FontChoice() {
  const { t } = useWords();
  const size = usePreferences((preferences) => preferences.fontSize);
  return (
    <Segmented<number>
      aria-label={t("look.font")}
      value={size}
      options={fontSizes.map((value) => ({ value, label: String(value) }))}
      onChange={(next) => changePreferences({ fontSize: next })}
    />
  );
}

/** Looks are the choices of how the program speaks and looks, as terms of a list. */
export function Looks() {
  const { t } = useWords();
  return (
    <>
      <dt>{t("look.language")}</dt>
      <dd>
        <LanguageChoice />
      </dd>
      <dt>{t("look.theme")}</dt>
      <dd>
        <ThemeChoice />
      </dd>
      <dt>{t("look.density")}</dt>
      <dd>
        <DensityChoice />
      </dd>
      <dt>{t("look.font")}</dt>
      <dd>
        <FontChoice />
      </dd>
    </>
  );
}
