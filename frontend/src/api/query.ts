import { CancelledError, QueryClient } from "@tanstack/react-query";
import type { Input, OperationName, Output } from "./contract";
import { Fault } from "./fault";
import { call } from "./transport";

/** The one cache of answers. Nothing grows stale by time: the change feed says what to ask again. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      networkMode: "always",
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (count, thrown) => count < 2 && thrown instanceof Fault && thrown.kind === "unreachable",
      retryDelay: 800,
    },
    mutations: { networkMode: "always" },
  },
});

/** What an answer was read from. "*" changes with everything. */
export type Sources = readonly string[];

/** keyOf is the cache key of an answer: operation, what it was read from, the question. */
export function keyOf<N extends OperationName>(operation: N, sources: Sources, input: unknown) {
  return [operation, sources, input] as const;
}

/** ask describes a reading of an operation, for useQuery and prefetching. */
export function ask<N extends OperationName>(operation: N, input: Input<N>, sources: Sources) {
  return {
    queryKey: keyOf(operation, sources, input),
    // What nobody waits for any more is given up.
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<Output<N>> => call(operation, input, signal),
  };
}

/** obtain reads an answer once, also when somebody else who had asked for it gives it up meanwhile. */
export async function obtain<N extends OperationName>(question: ReturnType<typeof ask<N>>): Promise<Output<N>> {
  for (;;) {
    try {
      return await answers.fetchQuery(question);
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) throw thrown;
    }
  }
}

/** touches says whether an answer read from `sources` is affected by a change in one of `entities`; "*" changes all. */
export function touches(sources: unknown, entities: ReadonlySet<string>): boolean {
  if (!Array.isArray(sources)) return false;
  return entities.has("*") || sources.some((source) => source === "*" || entities.has(source));
}

/** forget marks every answer read from these entities as out of date; what is on the screen is asked again. */
export function forget(entities: Iterable<string>): Promise<void> {
  const set = new Set(entities);
  return answers.invalidateQueries({ predicate: (query) => touches(query.queryKey[1], set) });
}
