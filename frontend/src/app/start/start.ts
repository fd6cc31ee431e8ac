import { useCallback } from "react";
import { create } from "zustand";
import { call, forget, useAnswer } from "@/api";

/** useStart tells how far one has come with the book, and whether invented data lies beside one's own. */
export function useStart() {
  return useAnswer("start.get", {}, ["setting", "customer", "followUp", "followUpPlan", "opportunity"]);
}

/** useFlags are the small things the book remembers for this person: what was put away, what was done. */
export function useFlags() {
  const found = useAnswer("settings.get", {}, ["setting"]);
  const keep = useCallback(async (name: string, value: string) => {
    await call("settings.set", { flags: { [name]: value } });
    await forget(["setting"]);
  }, []);
  return { flags: found.data?.flags ?? {}, known: !found.isPending, keep };
}

/** keepFlag remembers something for this person from outside of a component; that it could not be kept troubles nobody. */
export function keepFlag(name: string, value: string): void {
  call("settings.set", { flags: { [name]: value } }).catch(() => undefined);
}

/** While the first choice is being carried out the first page stays: the book is not to be seen half filled. */
export const useBeginning = create<{ busy: boolean }>(() => ({ busy: false }));
