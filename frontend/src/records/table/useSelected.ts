import { useRef } from "react";
import { useAnswer, type Where } from "@/api";
import { countSelected, type Selection } from "../grid/selection";
import { mostIds, whereOfSelection } from "./ListFoot";

/**
 * useSelected says how many records are selected that are still there: others may delete some. The number is there at once;
 * what has gone is taken off as soon as it is known.
 */
export function useSelected(
  entity: string,
  selection: Selection,
  total: number,
  where: Where | undefined,
): { count: number; known: boolean } {
  const expected = countSelected(selection, total);
  const asks = selection.ids.size > 0 && selection.ids.size <= mostIds;
  const answer = useAnswer(
    "records.aggregate",
    { entity, where: whereOfSelection(selection, where), measures: [{ op: "count" }] },
    [entity],
    asks,
  );
  const gone = useRef(0);
  const known = asks && answer.data !== undefined && !answer.isPlaceholderData;
  if (known) gone.current = expected - Number(answer.data?.rows[0]?.values[0] ?? 0);
  else if (!asks) gone.current = 0;
  return { count: Math.max(0, expected - gone.current), known };
}

/** whichSelected asks for what is selected as a bulk change takes it: whatever of it is there by then. */
export function whichSelected(selection: Selection, where: Where | undefined) {
  if (!selection.all && selection.ids.size > mostIds) return { ids: [...selection.ids] };
  return { where: whereOfSelection(selection, where) ?? {} };
}
