import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Translation } from "@/locales/zh-CN";
import { type Reading, usePreferences } from "@/ui/preferences";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Translation };
    returnNull: false;
  }
}

// Nobody reads both: the words of the other language come when they are asked for.
const load: { [lang in Reading]: () => Promise<Translation> } = {
  "zh-CN": () => import("@/locales/zh-CN").then(({ zh }) => zh),
  en: () => import("@/locales/en").then(({ en }) => en),
};

/** startWords brings the words of a language, before anything is drawn. */
export async function startWords(lang = usePreferences.getState().lang): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: lang,
    fallbackLng: false,
    resources: { [lang]: { translation: await load[lang]() } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  // In English the name of a thing is small within a sentence: New customer, No orders yet. Abbreviations stay.
  i18next.services.formatter?.add("lower", (words: string) =>
    /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words,
  );
}

/** speak changes to a language as soon as its words are there, unless another was chosen meanwhile. */
export async function speak(lang: Reading): Promise<void> {
  if (!i18next.hasResourceBundle(lang, "translation"))
    i18next.addResourceBundle(lang, "translation", await load[lang]());
  if (usePreferences.getState().lang === lang) await i18next.changeLanguage(lang);
}
