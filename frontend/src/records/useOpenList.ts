import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { View } from "./table/view";

/** useOpenList leads to the rows behind a figure: the list of an entity, filtered, ordered and seen as said. */
export function useOpenList() {
  const navigate = useNavigate();
  return useCallback(
    (entity: string, view: Partial<View>) =>
      void navigate({ to: "/records/$entity", params: { entity }, search: view }),
    [navigate],
  );
}
