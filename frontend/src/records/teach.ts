import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

/** What else stands in a list with nothing in it, beside adding and importing: the way to practice data. */
export const teaching: { Extra?: ComponentType } = {};

/** useLesson says what the records of an entity are for, where there is something to say. */
export function useLesson(entity: string): { title: string; text: string } | undefined {
  const { t, i18n } = useTranslation();
  if (!i18n.exists(`teach.${entity}.title`)) return undefined;
  const of = entity as "customer";
  return { title: t(`teach.${of}.title`), text: t(`teach.${of}.text`) };
}
