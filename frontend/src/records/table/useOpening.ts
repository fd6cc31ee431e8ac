import { useCallback, useEffect, useMemo, useRef } from "react";
import { type EntityDescription, useDescribe } from "@/api";
import { isPlain, opening, useViews } from "./defaultView";
import type { View } from "./view";

/**
 * useOpening is what a list shows for what its address says: that, or where it says nothing, what the list opens with;
 * nothing as long as that is not known. It is decided as one arrives: no list changes under anybody's hands because a
 * default was set meanwhile, and one that was emptied here (`wrote`) stays so.
 */
export function useOpening(entity: EntityDescription | undefined, search: View) {
  const { byName } = useDescribe();
  const found = useViews();
  const name = entity?.name;
  const now = useRef({ answer: found.data, byName });
  now.current = { answer: found.data, byName };
  const own = useRef<string>(undefined);
  const waiting = found.isPending;
  const said = useMemo(() => {
    const of = now.current.byName.get(name ?? "");
    if (!of || !isPlain(search) || own.current === name) return search;
    return waiting ? undefined : (opening(now.current.answer, of, now.current.byName) ?? search);
  }, [search, name, waiting]);
  useEffect(() => {
    if (!isPlain(search)) own.current = undefined;
  }, [search]);
  const wrote = useCallback(
    (view: View) => {
      own.current = isPlain(view) ? name : undefined;
    },
    [name],
  );
  return { said, wrote };
}
