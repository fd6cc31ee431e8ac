import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
} from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type {
  EntityDescription,
  FieldSpec,
  FieldValue,
  FlatRecord,
  Input,
  ListQuery,
  OperationName,
  Output,
  Titles,
} from "./contract";
import { useDescribe } from "./describe";
import type { Fault } from "./fault";
import { answers, ask, forget, keyOf, type Sources } from "./query";
import { call } from "./transport";

/** useRecord reads one record with the names of what it refers to. What was read of it ahead is there at once. */
export function useRecord(entity: string, id: string | undefined) {
  return useQuery<FlatRecord, Fault>({
    ...ask("records.get", { entity, id: id ?? "" }, [entity]),
    enabled: id !== undefined,
    placeholderData: () => answers.getQueryData<FlatRecord>(ahead(entity, id ?? "").queryKey),
  });
}

// A record before anybody wants to see it: without what is private, for it is written down who saw that.
const ahead = (entity: string, id: string) => ask("records.get", { entity, id, ahead: true }, [entity]);

const isPrivate = (spec: FieldSpec): boolean => spec.private !== undefined || (spec.fields?.some(isPrivate) ?? false);

/** mayReadAhead says whether these columns of records may be read before anybody wants to see them: who saw private fields is written down. */
export function mayReadAhead(entity: EntityDescription, columns: readonly string[]): boolean {
  return !entity.fields.some((spec) => columns.includes(spec.name) && isPrivate(spec));
}

/** readAhead reads a record that is about to be opened. */
export function readAhead(entity: string, id: string): void {
  void answers.prefetchQuery(ahead(entity, id));
}

/** useNear keeps records at hand that may be opened next. They hear of changes as those do that are shown. */
export function useNear(entity: string, ids: readonly string[]): void {
  useQueries({ queries: ids.map((id) => ({ ...ahead(entity, id), notifyOnChangeProps: [] })) });
}

export const pageSize = 100;

/** useRecords reads a list page by page; rows grow as `more` is called, the total is exact. */
export function useRecords(entity: string, query: Omit<ListQuery, "entity" | "after">, enabled = true) {
  const { byName } = useDescribe();
  const sources = useMemo<Sources>(() => {
    const targets = byName.get(entity)?.fields.flatMap((spec) => (spec.target ? [spec.target] : [])) ?? [];
    return [...new Set([entity, ...targets])];
  }, [byName, entity]);
  const input = { entity, limit: pageSize, ...query };
  const found = useInfiniteQuery({
    queryKey: keyOf("records.list", sources, input),
    queryFn: ({ pageParam, signal }) =>
      call("records.list", pageParam === "" ? input : { ...input, after: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page.next ? page.next : undefined),
    placeholderData: keepPreviousData,
    enabled,
  });
  const pages = found.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows ?? []) ?? [], [pages]);
  const titles = useMemo<Titles>(() => Object.assign({}, ...(pages?.map((page) => page.titles) ?? [])), [pages]);
  return {
    rows,
    titles,
    total: pages?.at(-1)?.total ?? 0,
    /** Nothing has been answered yet. */
    pending: found.isPending,
    /** What is shown belongs to the question before this one. */
    stale: found.isPlaceholderData,
    fault: found.error as Fault | null,
    hasMore: found.hasNextPage,
    fetchingMore: found.isFetchingNextPage,
    more: useReadOn(found),
    again: found.refetch,
  };
}

// An answer asked anew while the next page is read takes the place of that page, and the other way round. So neither is
// disturbed, and whoever reads on is not put off until there is a page more.
function useReadOn({
  fetchNextPage,
  data,
}: Pick<UseInfiniteQueryResult<InfiniteData<unknown>>, "fetchNextPage" | "data">) {
  const had = data?.pages.length ?? 0;
  return useCallback(async () => {
    for (;;) {
      const got = await fetchNextPage({ cancelRefetch: false });
      if (got.isError || !got.hasNextPage || got.data?.pages.length !== had) return;
    }
  }, [fetchNextPage, had]);
}

export interface Draft {
  id?: string;
  rev?: number;
  /** The fields that were touched; null empties a field. */
  values: { [field: string]: FieldValue };
}

/** useSave creates a record or changes the fields that were touched. */
export function useSave(entity: string) {
  return useMutation<FlatRecord, Fault, Draft>({
    mutationFn: ({ id, rev, values }) =>
      id === undefined
        ? call("records.create", { entity, record: withoutEmpty(values) })
        : call("records.update", { entity, id, rev: rev ?? 0, set: asNull(values) }),
    // The feed tells everybody; the one who saved need not wait for it.
    onSuccess: () => forget([entity]),
  });
}

/** useOperation runs an operation when asked to. */
export function useOperation<N extends OperationName>(name: N) {
  return useMutation<Output<N>, Fault, Input<N>>({ mutationFn: (input) => call(name, input) });
}

/** useAnswer keeps the answer of a reading operation; `sources` are the entities it was read from ("*" for all). */
export function useAnswer<N extends OperationName>(name: N, input: Input<N>, sources: Sources, enabled = true) {
  return useQuery<Output<N>, Fault>({ ...ask(name, input, sources), enabled, placeholderData: keepPreviousData });
}

/** useSearch finds records of every entity by any fragment: names, pinyin, numbers, text. */
export function useSearch(text: string, limit = 5) {
  const words = text.trim();
  return useQuery<Output<"search.query">, Fault>({
    ...ask("search.query", { text: words, limit }, ["*"]),
    enabled: words.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });
}

function withoutEmpty(values: Draft["values"]): Draft["values"] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

function asNull(values: Draft["values"]): Draft["values"] {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null]));
}
