import type { FlatRecord, HistoryEntry, Output } from "@/api";

/** Files that came or went together. */
export type FilesEntry = Output<"attachments.history">["changes"][number];

export interface StageEntry {
  from?: string;
  to?: string;
  at?: string;
  by?: string;
  days?: number;
  reason?: string;
}

/** What happened with a record, of whatever kind. */
export type Happening = { at: number; key: string } & (
  | { kind: "said"; record: FlatRecord }
  | { kind: "plan"; record: FlatRecord }
  | { kind: "deal"; deal: FlatRecord; entry: StageEntry }
  | { kind: "order"; record: FlatRecord }
  | { kind: "files"; entry: FilesEntry }
  | { kind: "change"; entry: HistoryEntry; made?: Made }
);

/** When and by whom a record was made that came into the book only later: practice data, or another program's. */
export interface Made {
  at: string;
  by?: string;
}

/** madeOf tells of the making of a record where that was not the moment in which the book heard of it. */
export function madeOf(entry: HistoryEntry, record: FlatRecord): Made | undefined {
  const at = record.createdAt;
  if (entry.verb !== "created" || typeof at !== "string" || moment(entry.at) - moment(at) < aMinute) return undefined;
  return { at, by: typeof record.createdBy === "string" ? record.createdBy : undefined };
}
const aMinute = 60_000;

/** One kind of happenings as far as it has been read, the latest first. */
export interface Stream {
  items: Happening[];
  /** There are earlier ones that have not been read. */
  more: boolean;
}

/**
 * merge puts several streams into one, the latest first. Where one of them was read only to some day, nothing
 * earlier of the others is told yet: a timeline has no holes.
 */
export function merge(streams: Stream[]): { items: Happening[]; more: boolean } {
  const read = streams.filter((stream) => stream.more).map((stream) => stream.items.at(-1)?.at ?? Number.MAX_VALUE);
  const frontier = read.length > 0 ? Math.max(...read) : Number.NEGATIVE_INFINITY;
  const items = streams
    .flatMap((stream) => stream.items)
    .filter((item) => item.at >= frontier)
    .sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1));
  return { items: withoutEchoes(items), more: read.length > 0 };
}

// A plan that a follow-up made is told by the follow-up already.
const together = 10_000;

function withoutEchoes(items: Happening[]): Happening[] {
  const said = items.flatMap((item) => (item.kind === "said" && item.record.nextOn ? [item.record] : []));
  return items.filter(
    (item) =>
      item.kind !== "plan" ||
      !said.some(
        (record) =>
          record.nextOn === (item.record.firstOn ?? item.record.dueOn) &&
          Math.abs(moment(record.createdAt) - moment(item.record.createdAt)) < together,
      ),
  );
}

/** moment is an instant or a day as a number; of a day it is noon, so that it stands among what happened on it. */
export function moment(at: unknown): number {
  const text = typeof at === "string" ? at : "";
  const value = Date.parse(text.length === 10 ? `${text}T12:00:00` : text);
  return Number.isNaN(value) ? 0 : value;
}
