import { expect, it, vi } from "vitest";
import { check, settleText, useWizard } from "./wizard";

// A trial waits until it is let go; what it says is which corrections it knew.
const waiting: (() => void)[] = [];
const cancelled: unknown[] = [];
vi.mock("@/api", async (real) => ({
  ...(await real<typeof import("@/api")>()),
  call: async (operation: string, input: unknown) => {
    if (operation === "jobs.cancel") cancelled.push(input);
  },
  runJob: (_: string, input: { corrections?: unknown }, progress: (job: unknown) => void) =>
    new Promise((resolve) => {
      progress({ id: String(waiting.length), done: 0, total: 2 });
      waiting.push(() => resolve({ knew: JSON.stringify(input) }));
    }),
}));

it("a trial that was begun again while it ran tells nothing any more", async () => {
  const first = check();
  settleText("电话", "待补", "13800000003");
  const second = check();
  expect(cancelled).toEqual([{ id: "0" }]);
  waiting[1]?.();
  await second;
  const shown = useWizard.getState().trial;
  expect(JSON.stringify(shown)).toContain("13800000003");
  waiting[0]?.();
  await first;
  expect(useWizard.getState().trial).toBe(shown);
});

it("while the later one runs, the end of the earlier one is not its end", async () => {
  const first = check();
  settleText("电话", "待补", "13800000004");
  const second = check();
  waiting[2]?.();
  await first;
  expect(useWizard.getState().busy).toBe("checking");
  waiting[3]?.();
  await second;
  expect(useWizard.getState().busy).toBeUndefined();
  expect(JSON.stringify(useWizard.getState().trial)).toContain("13800000004");
});
