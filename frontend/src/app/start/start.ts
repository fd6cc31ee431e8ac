import { useCallback } from "react";
import { create } from "zustand";
import { call, forget, useAnswer, useDescribe } from "@/api";

const work = ["setting", "customer", "followUp", "followUpPlan", "opportunity"];
// Practice data brings products along and takes them out again; hardly anything else changes them.
const lentOnly = ["setting", "product"];

/** useStart tells how far one has come with the book; a practice book is nobody's beginning. */
export function useStart() {
  const { book } = useDescribe();
  return useAnswer("start.get", {}, work, !book.practice);
}

/** useLentRecords tells of invented data that lies beside one's own, without asking at every follow-up. */
export function useLentRecords() {
  const { book } = useDescribe();
  return useAnswer("start.get", {}, lentOnly, !book.practice).data?.lent;
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
