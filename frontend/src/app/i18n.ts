import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "@/locales/en";
import { type Translation, zh } from "@/locales/zh-CN";
import { usePreferences } from "@/ui/preferences";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Translation };
    returnNull: false;
  }
}

/** startWords loads both languages: switching needs no reload and no network. */
export function startWords(): void {
  void i18next.use(initReactI18next).init({
    lng: usePreferences.getState().lang,
    fallbackLng: "zh-CN",
    resources: { "zh-CN": { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  // In English the name of a thing is small within a sentence: New customer, No orders yet. Abbreviations stay.
  i18next.services.formatter?.add("lower", (words: string) =>
    /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words,
  );
}
