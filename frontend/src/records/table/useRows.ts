import { useQueries } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  answers,
  ask,
  type Fault,
  type FlatRecord,
  type Input,
  type Output,
  obtain,
  type Sort,
  type Titles,
  useDescribe,
  type Where,
} from "@/api";
import { useAfterwards } from "@/ui/Afterwards";
import { both } from "../filter/model";
import type { GridItem, GridItems } from "../grid/grid";
import type { RowGroup } from "./groups";

/** Rows read at a time, and how far ahead of what is in sight. */
const pageSize = 100;
const ahead = 80;
const pause = 70;

export interface RowsQuestion {
  entity: string;
  where: Where | undefined;
  sort: Sort[];
  columns: string[];
  deleted?: boolean;
}

type Page = Output<"records.list">;

// A stretch of rows that one question answers: all of them, or those of an opened group.
interface Stretch {
  /** Where it begins in the grid. */
  start: number;
  count: number;
  where: Where | undefined;
  group?: RowGroup;
}

/** useRows reads the rows in sight and those just beyond, of a list of any length, page by page. */
export function useRows(question: RowsQuestion, groups: RowGroup[] | undefined, groupedTotal?: number) {
  const { byName } = useDescribe();
  const sources = useMemo(() => {
    const targets = byName.get(question.entity)?.fields.flatMap((spec) => (spec.target ? [spec.target] : [])) ?? [];
    return [...new Set([question.entity, ...targets])];
  }, [byName, question.entity]);
  const [sight, setSight] = useState({ first: 0, last: 40 });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onSight = useCallback((first: number, last: number) => {
    // The pages in question change only now and then.
    const near = { first: Math.max(0, round(first - 20)), last: round(last + ahead) + 20 };
    const look = () => setSight((was) => (was.first === near.first && was.last === near.last ? was : near));
    clearTimeout(waiting.current);
    // What one only flies over is not read.
    const flying = Math.abs(first - seen.current) > last - first + ahead;
    seen.current = first;
    if (flying) waiting.current = setTimeout(look, pause);
    else look();
  }, []);
  const seen = useRef(0);
  useEffect(() => () => clearTimeout(waiting.current), []);

  const of = useCallback(
    (stretch: Stretch, page: number) => pageOf(question, stretch.where, page, sources),
    [question, sources],
  );

  /** Reads the first page of what is asked for next, while the page makes ready for it. */
  const readAhead = useCallback(
    (change: Partial<RowsQuestion>) =>
      void answers.prefetchQuery(pageOf({ ...question, ...change }, undefined, 0, sources)),
    [question, sources],
  );

  const [total, setTotal] = useState<{ question: RowsQuestion; total: number; at: number }>();
  const knownTotal = total?.question === question ? total.total : undefined;
  const answered = groups !== undefined || knownTotal !== undefined;
  // What is beyond follows when what is in sight has been on the screen.
  const calm = useAfterwards(answered ? question : undefined) === question;
  const stretches = useMemo(() => stretchesOf(groups, knownTotal), [groups, knownTotal]);
  const wanted = useMemo(() => {
    const list: { stretch: Stretch; page: number; inSight: boolean }[] = [];
    const [only] = stretches;
    // Nor is a list with nothing in it left alone: somebody may write the first record.
    if (!groups && only && !knownTotal) return [{ stretch: only, page: 0, inSight: true }];
    for (const stretch of stretches) {
      const rows = stretch.group ? stretch.start + 1 : stretch.start;
      const from = Math.max(0, sight.first - rows);
      const to = Math.min(stretch.count - 1, sight.last - rows);
      for (let page = Math.floor(from / pageSize); page * pageSize <= to; page++)
        list.push({ stretch, page, inSight: page * pageSize <= Math.max(sight.first, sight.last - ahead) - rows });
    }
    return list.filter((each) => calm || each.inSight).slice(0, 12);
  }, [stretches, sight, groups, knownTotal, calm]);
  const found = useQueries({ queries: wanted.map(({ stretch, page }) => of(stretch, page)) });

  // Totals come along with every page; the latest answer knows best.
  if (!groups) {
    const [latest] = found.filter((each) => each.data).sort((a, b) => b.dataUpdatedAt - a.dataUpdatedAt);
    const newer = total?.question !== question || (latest?.dataUpdatedAt ?? 0) > total.at;
    if (latest?.data && newer) setTotal({ question, total: latest.data.total, at: latest.dataUpdatedAt });
  }
  const version = found.map((each) => each.dataUpdatedAt).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the pages in the cache
  const current = useMemo(() => {
    const parts = stretchesOf(groups, knownTotal);
    const last = parts.at(-1);
    const count = last ? last.start + (last.group ? 1 : 0) + last.count : 0;
    const titles: Titles = Object.assign({}, ...found.map((each) => each.data?.titles));
    // Each page is looked up once: the key of a question is long.
    const pages = new Map<string, Page>();
    const pageAt = (stretch: Stretch, at: number): Page | undefined => {
      const page = Math.floor(at / pageSize);
      const known = pages.get(`${stretch.start} ${page}`);
      if (known) return known;
      const read = answers.getQueryData<Page>(of(stretch, page).queryKey);
      if (read) pages.set(`${stretch.start} ${page}`, read);
      return read;
    };
    const read = (stretch: Stretch, at: number) => pageAt(stretch, at)?.rows[at % pageSize];
    const items: GridItems = {
      count,
      at(index): GridItem {
        const stretch = stretchAt(parts, index);
        if (!stretch) return { row: undefined, titles: noTitles };
        const at = index - stretch.start - (stretch.group ? 1 : 0);
        if (at < 0 && stretch.group) return { group: stretch.group };
        return { row: read(stretch, at), titles: pageAt(stretch, at)?.titles ?? noTitles };
      },
      find(id) {
        for (const { stretch, page } of wanted) {
          const rows = pageAt(stretch, page * pageSize)?.rows ?? [];
          const at = rows.findIndex((row) => row.id === id);
          if (at >= 0) return stretch.start + (stretch.group ? 1 : 0) + page * pageSize + at;
        }
        return -1;
      },
    };
    /** Reads all records between two places, also those that are far out of sight. */
    const between = async (from: number, to: number): Promise<FlatRecord[]> => {
      const rows: FlatRecord[] = [];
      for (let index = from; index <= Math.min(to, count - 1); index++) {
        const stretch = stretchAt(parts, index);
        const at = stretch ? index - stretch.start - (stretch.group ? 1 : 0) : -1;
        if (!stretch || at < 0) continue;
        const row = read(stretch, at) ?? (await obtain(of(stretch, Math.floor(at / pageSize)))).rows[at % pageSize];
        if (row) rows.push(row);
      }
      return rows;
    };
    const total = groups ? (groupedTotal ?? groups.reduce((sum, each) => sum + each.count, 0)) : count;
    return { items, titles, between, total };
  }, [groups, groupedTotal, knownTotal, of, version, wanted]);

  // What was there stays, dimmed, until the new question has its first answer.
  const shown = useRef(current);
  if (answered) shown.current = current;
  const fault = (found.find((each) => each.error && !each.data)?.error ?? null) as Fault | null;
  return {
    ...shown.current,
    onSight,
    readAhead,
    pending: !answered && shown.current === current && fault === null,
    stale: !answered,
    /** Rows in sight are still to come; those beyond may come when they like. */
    busy: found.some((each, at) => each.isPending && wanted[at]?.inSight),
    fault: answered && !groups ? null : fault,
    again: () => Promise.all(found.map((each) => each.refetch())),
  };
}

const noTitles: Titles = {};

function pageOf(question: RowsQuestion, within: Where | undefined, page: number, sources: string[]) {
  const { entity, where, sort, columns, deleted } = question;
  const input: Input<"records.list"> = {
    entity,
    where: both(where, within),
    sort,
    columns,
    deleted,
    limit: pageSize,
    skip: page * pageSize,
  };
  return ask("records.list", input, sources);
}

function round(index: number): number {
  return Math.floor(index / 20) * 20;
}

function stretchesOf(groups: RowGroup[] | undefined, total: number | undefined): Stretch[] {
  // How many there are is known with the first page.
  if (!groups) return [{ start: 0, count: total ?? pageSize, where: undefined }];
  let start = 0;
  return groups.map((group) => {
    const stretch = { start, count: group.open ? group.count : 0, where: group.where, group };
    start += 1 + stretch.count;
    return stretch;
  });
}

function stretchAt(stretches: Stretch[], index: number): Stretch | undefined {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.start ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return stretches[low];
}
