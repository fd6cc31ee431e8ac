import { useEffect, useMemo, useState } from "react";
import {
  type EntityDescription,
  type FlatRecord,
  type HistoryEntry,
  type Titles,
  useAnswer,
  useDescribe,
  useRecords,
} from "@/api";
import { concernsOf } from "../../related";
import { type Happening, madeOf, merge, moment, type StageEntry, type Stream } from "./merge";

/** What of a timeline is shown. */
export type Shown = "all" | "said" | "plans" | "deals" | "orders" | "changes";

const step = 30;

/** useHappenings reads what happened with a record, page by page: what was said, planned, sold and changed. */
export function useHappenings(entity: EntityDescription, record: FlatRecord, shown: Shown) {
  const { byName } = useDescribe();
  const wants = (kind: Shown) => shown === "all" || shown === kind;
  const of = (name: string) => concernsOf(name, entity, record, byName);
  const ownDeal = entity.name === "opportunity";

  const saidOf = of("followUp");
  const said = useRecords(
    "followUp",
    { where: saidOf, sort: [{ field: "at", desc: true }], limit: step },
    saidOf !== undefined && wants("said"),
  );
  const plansOf = of("followUpPlan");
  const plans = useRecords(
    "followUpPlan",
    { where: plansOf, sort: [{ field: "createdAt", desc: true }], limit: step },
    plansOf !== undefined && wants("plans"),
  );
  // A product is in more deals than can be told one by one.
  const dealsOf = entity.name === "customer" || entity.name === "contact" ? of("opportunity") : undefined;
  const deals = useRecords(
    "opportunity",
    { where: dealsOf, sort: [{ field: "updatedAt", desc: true }], columns: ["name", "amount", "stageLog"] },
    dealsOf !== undefined && wants("deals"),
  );
  const ordersOf = ownDeal || entity.name === "customer" ? of("order") : undefined;
  const orders = useRecords(
    "order",
    {
      where: ordersOf,
      sort: [{ field: "orderedOn", desc: true }],
      columns: ["number", "total", "status", "orderedOn", "createdAt", "ownerId"],
      limit: step,
    },
    ordersOf !== undefined && wants("orders"),
  );
  const [limit, setLimit] = useState(step);
  const history = useAnswer(
    "records.history",
    { entity: entity.name, id: record.id, limit },
    [entity.name],
    wants("changes"),
  );
  const files = useAnswer(
    "attachments.history",
    { entity: entity.name, id: record.id },
    ["attachment", entity.name],
    entity.attachable === true && wants("changes"),
  );
  // Stages lie within the deals, so all deals must be there to be put in order.
  const { hasMore, fetchingMore, more: moreDeals } = deals;
  useEffect(() => {
    if (hasMore && !fetchingMore) void moreDeals();
  }, [hasMore, fetchingMore, moreDeals]);

  const changes = history.data?.changes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are what changes
  const merged = useMemo(() => {
    const streams: Stream[] = [];
    const stream = (
      on: boolean,
      list: { rows: FlatRecord[]; hasMore: boolean; pending: boolean },
      tell: (row: FlatRecord) => Happening[],
    ) => {
      if (on) streams.push({ items: list.rows.flatMap(tell), more: list.pending || list.hasMore });
    };
    stream(saidOf !== undefined && wants("said"), said, (row) => [
      { kind: "said", record: row, at: moment(row.at ?? row.createdAt), key: row.id },
    ]);
    stream(plansOf !== undefined && wants("plans"), plans, (row) => [
      { kind: "plan", record: row, at: moment(row.createdAt), key: row.id },
    ]);
    stream(dealsOf !== undefined && wants("deals"), deals, stages);
    if (ownDeal && wants("deals")) streams.push({ items: stages(record), more: false });
    stream(ordersOf !== undefined && wants("orders"), orders, (row) => [
      { kind: "order", record: row, at: moment(row.orderedOn ?? row.createdAt), key: row.id },
    ]);
    if (wants("changes")) {
      const told = (changes ?? []).filter((entry) => shown === "changes" || tells(entity, entry));
      streams.push({
        items: told.map((entry) => {
          const made = madeOf(entry, record);
          return { kind: "change", entry, made, at: moment(made?.at ?? entry.at), key: String(entry.seq) };
        }),
        more: changes === undefined || changes.length >= limit,
      });
      streams.push({
        items: (files.data?.changes ?? []).map((entry) => ({
          kind: "files",
          entry,
          at: moment(entry.at),
          key: `files ${entry.seq}`,
        })),
        more: files.isLoading,
      });
    }
    return merge(streams.map((each) => ({ ...each, items: each.items.sort((a, b) => b.at - a.at) })));
  }, [
    said.rows,
    plans.rows,
    deals.rows,
    orders.rows,
    changes,
    files.data,
    files.isLoading,
    said.pending,
    plans.pending,
    deals.pending,
    orders.pending,
    shown,
    record,
    entity,
    limit,
  ]);

  const titles = useMemo<Titles>(
    () => ({
      ...record.titles,
      ...history.data?.titles,
      ...said.titles,
      ...plans.titles,
      ...deals.titles,
      ...orders.titles,
    }),
    [record.titles, history.data, said.titles, plans.titles, deals.titles, orders.titles],
  );
  return {
    ...merged,
    titles,
    kinds: [saidOf && "said", plansOf && "plans", (dealsOf || ownDeal) && "deals", ordersOf && "orders"].filter(
      (kind): kind is Shown => typeof kind === "string",
    ),
    /** Reads on, wherever there is more. */
    earlier: () => {
      for (const list of [said, plans, orders]) if (list.hasMore && !list.fetchingMore) void list.more();
      if ((changes?.length ?? 0) >= limit) setLimit((was) => was + step);
    },
  };
}

function stages(deal: FlatRecord): Happening[] {
  const log = Array.isArray(deal.stageLog) ? (deal.stageLog as StageEntry[]) : [];
  return log.map((entry, n) => ({ kind: "deal", deal, entry, at: moment(entry.at), key: `${deal.id}.${n}` }));
}

// What the program counted up by itself says nothing that the rest of the timeline does not; nor does a stage,
// which stands there as what became of the deal.
function tells(entity: EntityDescription, entry: HistoryEntry): boolean {
  if (entry.verb !== "updated") return !(entity.name === "opportunity" && entry.verb === "created");
  const fields = entry.fields ?? [];
  if (fields.some((change) => change.field === "stageLog")) return false;
  return !(
    fields.length > 0 &&
    fields.every((change) =>
      entity.fields.some((spec) => spec.name === change.field && (spec.readOnly || spec.unlisted)),
    )
  );
}
