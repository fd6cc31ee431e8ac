import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Describe } from "./contract";
import { DescribeProvider } from "./describe";
import { useRecords } from "./hooks";
import { answers, forget } from "./query";

// Five pages of a row each; an answer waits until it is let go.
const waiting: (() => void)[] = [];
let version = 1;
vi.mock("./transport", () => ({
  call: (_: string, { after = "0" }: { after?: string }) =>
    new Promise((resolve) => {
      const n = Number(after);
      const row = { id: `row ${n}`, rev: version };
      waiting.push(() => resolve({ rows: [row], total: 5, next: n < 4 ? String(n + 1) : "" }));
    }),
}));

const describe = { entities: [], modules: [] } as unknown as Describe;
const around = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={answers}>
    <DescribeProvider describe={describe}>{children}</DescribeProvider>
  </QueryClientProvider>
);

// Lets the answers go until the list shows rows of these versions.
const shows = (list: { current: ReturnType<typeof useRecords> }, versions: number[]) =>
  waitFor(() => {
    waiting.shift()?.();
    expect(list.current.rows.map((row) => row.rev)).toEqual(versions);
  });

beforeEach(() => {
  answers.clear();
  waiting.length = 0;
  version = 1;
});

async function opened() {
  const list = renderHook(() => useRecords("note", { limit: 1 }), { wrapper: around });
  await shows(list.result, [1]);
  return list.result;
}

it("reads on though a change has the list asked anew meanwhile", async () => {
  const list = await opened();
  act(() => void list.current.more());
  await waitFor(() => expect(waiting).toHaveLength(1));
  version = 2;
  act(() => void forget(["note"]));
  await shows(list, [2, 2]);
});

it("hears of a change though somebody reads on meanwhile", async () => {
  const list = await opened();
  version = 2;
  act(() => void forget(["note"]));
  await waitFor(() => expect(waiting).toHaveLength(1));
  act(() => void list.current.more());
  await shows(list, [2, 2]);
});
