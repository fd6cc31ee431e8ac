import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { isPlain } from "./table/defaultView";
import type { View } from "./table/view";

/** useOpenList leads to the rows behind a figure: the list of an entity, filtered, ordered and seen as said. */
export function useOpenList() {
  const navigate = useNavigate();
  return useCallback(
    (entity: string, view: Partial<View>) =>
      // The rows behind a figure are those rows: without a filter all of them, whatever the list opens with.
      void navigate({ to: "/records/$entity", params: { entity }, search: isPlain(view) ? { all: true } : view }),
    [navigate],
  );
}
