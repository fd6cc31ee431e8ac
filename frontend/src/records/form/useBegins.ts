import { useEffect, useMemo, useState } from "react";
import { assistOf } from "./assist";
import type { Values } from "./useDraft";

/** useBegins is what a new record begins with: what was asked for, and what a feature proposes; nothing of it counts as typed. */
export function useBegins(entity: string, isNew: boolean, preset: Values | undefined): Values | undefined {
  const [proposed, setProposed] = useState<Values>();
  useEffect(() => {
    let here = true;
    if (isNew)
      assistOf(entity)
        .begins?.()
        .then(
          (values) => here && setProposed(values),
          () => undefined, // the form does without
        );
    return () => {
      here = false;
    };
  }, [entity, isNew]);
  return useMemo(() => (proposed ? { ...proposed, ...preset } : preset), [proposed, preset]);
}
