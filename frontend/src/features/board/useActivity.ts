import { useMemo } from "react";
import { type FlatRecord, useAnswer } from "@/api";
import type { Activity } from "./age";

// Customers are asked for in blocks as the cards come into sight.
const block = 50;
const ahead = 20;
const columns = ["lastFollowUpOn", "nextFollowUpOn"];

/** useActivity knows when the customers of the deals in sight were last followed up, and when they will be next. */
export function useActivity(
  rows: FlatRecord[],
  first: number,
  last: number,
  on: boolean,
): (row: FlatRecord) => Activity | undefined {
  const at = Math.floor(first / block);
  const here = useBlock(rows, at, on);
  const below = useBlock(rows, at + 1, on && last + ahead >= (at + 1) * block);
  return useMemo(
    () => (row) => {
      if (typeof row.customerId !== "string") return none;
      return here.get(row.customerId) ?? below.get(row.customerId);
    },
    [here, below],
  );
}

const none: Activity = {};

function useBlock(rows: FlatRecord[], at: number, on: boolean): ReadonlyMap<string, Activity> {
  const ids = useMemo(() => {
    const found = rows.slice(at * block, (at + 1) * block).map((row) => row.customerId);
    return [...new Set(found.filter((id): id is string => typeof id === "string"))].sort();
  }, [rows, at]);
  const answer = useAnswer(
    "records.list",
    { entity: "customer", where: { field: "id", op: "in", value: ids }, columns, limit: block },
    ["customer"],
    on && ids.length > 0,
  );
  const found = answer.data?.rows;
  return useMemo(
    () =>
      new Map(
        (found ?? []).map((row) => [row.id, { lastOn: text(row.lastFollowUpOn), nextOn: text(row.nextFollowUpOn) }]),
      ),
    [found],
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
