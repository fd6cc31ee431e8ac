import { useCallback } from "react";
import { call, type FlatRecord, forget, lastSetOf, useDescribe } from "@/api";
import { sayDay } from "@/lib/day";
import { besides } from "@/records/besides";
import { titleOf } from "@/records/layouts";
import { useNotice } from "@/records/notice";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import type { Kind } from "./kinds";
import type { Entry } from "./useEntries";

/** useDayMoves puts entries on other days and completes plans, with a way back. */
export function useDayMoves() {
  const { t, lang } = useWords();
  const { byName } = useDescribe();
  const notice = useNotice();
  const now = useNow();

  const told = useCallback(
    async (entry: Entry, words: string) => {
      notice.done(words, await lastSetOf(entry.kind.entity, entry.row?.id ?? ""));
      await forget([entry.kind.entity, "customer"]);
    },
    [notice],
  );

  /** move puts an entry on a day: at an hour, at none (null), or at the one it had. What is refused goes back. */
  const move = useCallback(
    async (entry: Entry, day: string, at: string | null | undefined, back: () => void) => {
      const { row, kind } = entry;
      if (!row) return back();
      const entity = byName.get(kind.entity);
      try {
        await save(entry, row, day, at);
        const words = { today: t("time.today"), yesterday: t("time.yesterday"), tomorrow: t("time.tomorrow") };
        await told(
          entry,
          t("calendar.moved", { title: titleOf(entity, row, entry.titles), day: sayDay(day, lang, now, words) }),
        );
      } catch (thrown) {
        back();
        notice.failed(thrown);
        await forget([kind.entity]);
      }
    },
    [byName, lang, notice, now, t, told],
  );

  const complete = useCallback(
    async (entry: Entry) => {
      if (!entry.row) return;
      try {
        await call("followUpPlan.complete", { id: entry.row.id });
        await told(entry, t("calendar.completed", { title: entry.title }));
      } catch (thrown) {
        notice.failed(thrown);
      }
    },
    [notice, t, told],
  );
  return { move, complete };
}

async function save(entry: Entry, row: FlatRecord, day: string, at: string | null | undefined): Promise<unknown> {
  const { kind } = entry;
  // A later day is a postponement, which remembers the day first planned; an hour or an earlier day is a correction.
  if (kind.entity === "followUpPlan" && !at && row.dueAt === undefined && day > entry.day)
    return call("followUpPlan.postpone", { id: row.id, dueOn: day });
  const set = dayAndHour(kind, row, day, at);
  const send = ({ rev }: FlatRecord) => call("records.update", { entity: kind.entity, id: row.id, rev, set });
  return send(row).catch(async (thrown: unknown) => {
    // What others changed while it was in hand is no hindrance, unless they moved it, too.
    const latest = await besides(kind.entity, row, Object.keys(set), thrown);
    if (!latest) throw thrown;
    return send(latest);
  });
}

/** dayAndHour is what an entry is given when it is put on a day. */
export function dayAndHour(
  kind: Pick<Kind, "day" | "at">,
  row: FlatRecord,
  day: string,
  at: string | null | undefined,
) {
  if (kind.at === undefined) return { [kind.day]: at && String(row[kind.day]).includes("T") ? at : day };
  return { [kind.day]: day, [kind.at]: at === undefined ? sameHour(row[kind.at], day) : at };
}

// A plan with an hour keeps it on the new day.
function sameHour(value: unknown, day: string): string | null {
  if (typeof value !== "string" || value === "") return null;
  const was = new Date(value);
  const [year = 0, month = 1, dom = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, dom, was.getHours(), was.getMinutes()).toISOString();
}
