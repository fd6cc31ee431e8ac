import { useCallback, useState } from "react";
import { call, type FieldValue, type FlatRecord, forget, lastSetOf, type Titles } from "@/api";
import { besides } from "@/records/besides";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import type { Head, Lane } from "./lanes";

/** A card on its way: shown where it goes before the core has answered. */
export interface Move {
  row: FlatRecord;
  titles: Titles;
  from: string;
  to: string;
  /** What it weighs in the figures, before and after. */
  was: { sum: number; weighted: number };
  is: { sum: number; weighted: number };
}

type Values = { [field: string]: FieldValue };

/** useMoves moves cards: at once on the screen, then in the book; what the core refuses goes back, with its reason. */
export function useMoves(entity: string, field: string, deals: boolean) {
  const { t } = useWords();
  const notice = useNotice();
  const [moves, setMoves] = useState<ReadonlyMap<string, Move>>(new Map());

  const settle = useCallback((id: string) => {
    setMoves((was) => {
      const rest = new Map(was);
      rest.delete(id);
      return rest;
    });
  }, []);

  const move = useCallback(
    async (row: FlatRecord, titles: Titles, from: Lane, to: Lane, values: Values, title: string) => {
      const next: FlatRecord = { ...row, ...values, [field]: to.key };
      const one: Move = {
        row: next,
        titles,
        from: from.key,
        to: to.key,
        was: weigh(row, from),
        is: weigh(next, to, true),
      };
      setMoves((was) => new Map(was).set(row.id, one));
      try {
        const send = (at: FlatRecord) =>
          deals ? moveDeal(at, from, to, values) : update(entity, at, field, to, values);
        const set = await send(row).catch(async (thrown: unknown) => {
          // What others changed on a card while it was in hand is no hindrance.
          const latest = await besides(entity, row, [field, ...Object.keys(values)], thrown);
          if (!latest) throw thrown;
          return send(latest);
        });
        notice.done(t("board.moved", { title, lane: to.label }), set);
        // What a deal does, its customer may feel.
        await forget(deals ? [entity, "customer"] : [entity]);
        return true;
      } catch (thrown) {
        notice.failed(thrown);
        // Somebody else may have moved it meanwhile.
        await forget([entity]);
        return false;
      } finally {
        settle(row.id);
      }
    },
    [entity, field, deals, notice, t, settle],
  );
  return { moves, move };
}

function weigh(row: FlatRecord, lane: Lane, moved = false): { sum: number; weighted: number } {
  const sum = Number(row.amount ?? 0) || 0;
  if (!moved || row.chanceByHand === true || lane.chance === undefined)
    return { sum, weighted: Number(row.weighted ?? 0) || 0 };
  return { sum, weighted: (sum * lane.chance) / 100 };
}

async function moveDeal(row: FlatRecord, from: Lane, to: Lane, values: Values): Promise<string> {
  const which = { id: row.id, rev: row.rev };
  const text = (name: string) => (typeof values[name] === "string" ? (values[name] as string) : undefined);
  if (to.end === "won") return (await call("opportunity.win", { ...which, amount: text("amount") })).change;
  if (to.end === "lost")
    return (
      await call("opportunity.lose", {
        ...which,
        lostReason: text("lostReason") ?? "",
        competitor: text("competitor"),
      })
    ).change;
  if (from.end) return (await call("opportunity.reopen", { ...which, stage: to.key })).change;
  return (
    await call("opportunity.move", {
      ...which,
      stage: to.key,
      amount: text("amount"),
      expectedCloseOn: text("expectedCloseOn"),
    })
  ).change;
}

async function update(entity: string, row: FlatRecord, field: string, to: Lane, values: Values) {
  const set = { ...values, [field]: to.key === "" ? null : to.key };
  await call("records.update", { entity, id: row.id, rev: row.rev, set });
  return lastSetOf(entity, row.id);
}

/** rowsWith is what a column shows while cards are on their way: without those that left, with those that come, on top. */
export function rowsWith(rows: FlatRecord[], lane: string, moves: ReadonlyMap<string, Move>): FlatRecord[] {
  if (moves.size === 0) return rows;
  const coming = [...moves.values()].filter((move) => move.to === lane).map((move) => move.row);
  const known = new Set(rows.map((row) => row.id));
  const stay = rows.flatMap((row) => {
    const move = moves.get(row.id);
    if (!move) return [row];
    return move.to === lane ? [move.row] : [];
  });
  return [...coming.filter((row) => !known.has(row.id)), ...stay];
}

/** headsWith are the figures as they will be. */
export function headsWith(heads: Map<string, Head>, moves: ReadonlyMap<string, Move>): Map<string, Head> {
  if (moves.size === 0) return heads;
  const next = new Map(heads);
  const add = (key: string, count: number, sum: number, weighted: number) => {
    const was = next.get(key) ?? { count: 0, sum: 0, weighted: 0 };
    next.set(key, { count: was.count + count, sum: was.sum + sum, weighted: was.weighted + weighted });
  };
  for (const move of moves.values()) {
    add(move.from, -1, -move.was.sum, -move.was.weighted);
    add(move.to, 1, move.is.sum, move.is.weighted);
  }
  return next;
}
