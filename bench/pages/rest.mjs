// Before anything is measured: the office has nothing left to do.
import { readFileSync } from "node:fs";
import { invoke } from "../../e2e/kit.mjs";

const pause = 500;
const wait = () => new Promise((go) => setTimeout(go, pause));

/** Waits until the index is complete, no job runs, no follower is behind, and the office has stopped working. */
export async function atRest(page, pid, patience = 15 * 60_000) {
  const end = Date.now() + patience;
  for (let calm = 0; calm < 4; ) {
    if (Date.now() > end) throw new Error("the office does not come to rest");
    const before = worked(pid);
    await wait();
    const share = (worked(pid) - before) / pause;
    calm = (await busy(page)) || share > 0.03 ? 0 : calm + 1;
  }
}

async function busy(page) {
  const { search, followers, jobs } = await invoke(page, "health.get");
  return !search.built || search.building || (jobs.running ?? 0) > 0 || followers.some(({ behind }) => behind > 0);
}

// Milliseconds of processor a program has had; Linux says it, elsewhere nobody knows.
function worked(pid) {
  try {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0;
  }
}
