import { QueryObserver } from "@tanstack/react-query";
import { answers, ask, call, type Describe, forget, type Output } from "@/api";
import { type Preferences, type Reading, usePreferences } from "@/ui/preferences";

// What is being kept for this person right now: an answer from before must not take it back.
let keeping = 0;

/** changePreferences takes effect at once and is kept by the core for this person. */
export function changePreferences(some: Partial<Preferences>): void {
  usePreferences.getState().change(some);
  keeping++;
  // The look is changed already; that it could not be kept for the next device is no reason to trouble anybody.
  call("settings.set", some)
    // The core says some things in the language of the person: stages, deeds, reasons.
    .then(() => {
      if (some.lang) void forget(["*"]);
    })
    .catch(() => undefined)
    .finally(() => {
      keeping--;
    });
}

const settings = ask("settings.get", {}, ["setting"]);

/**
 * followPreferences adopts what the core keeps for this person, now and whenever it changes in another window. Who has
 * not chosen a language reads the one the program speaks to them; on the first page of a book that is not settled yet.
 */
export function followPreferences({ user, book }: Pick<Describe, "user" | "book">): () => void {
  const spoken: Reading = user.lang === "en" ? "en" : "zh-CN";
  const take = (kept: Output<"settings.get"> | undefined) => {
    if (!kept || keeping > 0) return;
    const { lang, theme, density, fontSize, change } = usePreferences.getState();
    const next = {
      lang: kept.lang ?? (book.practice || kept.flags?.begun !== undefined ? spoken : lang),
      theme: kept.theme ?? theme,
      density: kept.density ?? density,
      fontSize: kept.fontSize ?? fontSize,
    };
    if (next.lang !== lang || next.theme !== theme || next.density !== density || next.fontSize !== fontSize)
      change(next);
  };
  const watch = new QueryObserver(answers, settings);
  return watch.subscribe((found) => take(found.data));
}
