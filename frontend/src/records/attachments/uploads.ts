import { create } from "zustand";
import { call, faultOf, forget, largestFile, upload } from "@/api";

/** A file on its way to a record. */
export interface Sending {
  key: number;
  /** The record, as entity and id. */
  to: string;
  name: string;
  size: number;
  part: number;
  state: "waiting" | "sending" | "sent" | "failed";
  /** What went wrong: a kind the panel has words for, or the sentence of the core. */
  why?: string;
  fault?: { kind: string; message: string };
  stop: AbortController;
}

interface Uploads {
  list: Sending[];
}

/** Uploads go on while one looks at something else, and stand at their record when one comes back. */
export const useUploads = create<Uploads>(() => ({ list: [] }));

let last = 0;
let turn: Promise<unknown> = Promise.resolve();

function change(key: number, to: Partial<Sending>): void {
  useUploads.setState(({ list }) => ({ list: list.map((each) => (each.key === key ? { ...each, ...to } : each)) }));
}

/** drop takes a file off the list; one that is on its way is stopped. */
export function drop(key: number): void {
  const { list } = useUploads.getState();
  list.find((each) => each.key === key)?.stop.abort();
  useUploads.setState({ list: list.filter((each) => each.key !== key) });
}

/**
 * attach sends files to a record, one after the other, and adds those that arrived in one change, so that they are
 * taken back together. What failed stays on the list with the reason.
 */
export function attach(
  entity: string,
  id: string,
  files: readonly File[],
): Promise<{ change: string; names: string[] } | undefined> {
  const to = `${entity}/${id}`;
  const batch = files.map((file): Sending & { file: File } => {
    const why = file.size > largestFile ? "tooLarge" : file.size === 0 ? "empty" : undefined;
    const state = why ? "failed" : "waiting";
    return {
      key: ++last,
      to,
      name: file.name,
      size: file.size,
      part: 0,
      state,
      why,
      stop: new AbortController(),
      file,
    };
  });
  useUploads.setState(({ list }) => ({ list: [...list, ...batch.map(({ file: _, ...each }) => each)] }));
  const act = async () => {
    const arrived: { file: string; name: string; key: number }[] = [];
    for (const each of batch) {
      if (each.state === "failed" || each.stop.signal.aborted) continue;
      change(each.key, { state: "sending" });
      try {
        const file = await upload(each.file, each.name, (part) => change(each.key, { part }), each.stop.signal);
        arrived.push({ file, name: each.name, key: each.key });
        change(each.key, { state: "sent", part: 1 });
      } catch (thrown) {
        if (!each.stop.signal.aborted) change(each.key, { state: "failed", fault: faultOf(thrown) });
      }
    }
    const wanted = arrived.filter((each) => !batch.find((one) => one.key === each.key)?.stop.signal.aborted);
    if (wanted.length === 0) return undefined;
    try {
      const list = wanted.map(({ file, name }) => ({ file, name }));
      const made = await call("attachments.add", { entity, id, files: list });
      await forget(["attachment"]);
      for (const each of wanted) drop(each.key);
      return { change: made.change, names: wanted.map((each) => each.name) };
    } catch (thrown) {
      const fault = faultOf(thrown);
      for (const each of wanted) change(each.key, { state: "failed", fault });
      return undefined;
    }
  };
  // One batch after the other: a slow line is not shared by all of them.
  const mine = turn.then(act, act);
  turn = mine;
  return mine;
}
