/** Somebody who keeps what was typed and not saved. */
interface Keeper {
  /** What is kept now; undefined for nothing. Plain data. */
  take(): unknown;
  /** Gives back what `take` gave. */
  give(kept: unknown): void;
}

const keepers = new Map<string, Keeper>();

// What was given back before the part of the program that keeps it was loaded.
const waiting = new Map<string, unknown>();

/** keeper names a place where unsaved words lie, so that they survive a lock. */
export function keeper(name: string, how: Keeper): void {
  keepers.set(name, how);
  if (!waiting.has(name)) return;
  const kept = waiting.get(name);
  waiting.delete(name);
  how.give(kept);
}

/** takeDrafts gathers everything that was typed and not saved; "" if there is nothing. */
export function takeDrafts(): string {
  const all: { [name: string]: unknown } = Object.fromEntries(waiting);
  for (const [name, how] of keepers) {
    const kept = how.take();
    if (kept !== undefined) all[name] = kept;
  }
  return Object.keys(all).length === 0 ? "" : JSON.stringify(all);
}

/** giveDrafts puts it back where it was; it says whether there was anything. */
export function giveDrafts(text: string): boolean {
  let all: { [name: string]: unknown };
  try {
    all = JSON.parse(text) as { [name: string]: unknown };
  } catch {
    return false;
  }
  let any = false;
  for (const [name, kept] of Object.entries(all)) {
    const how = keepers.get(name);
    if (kept === undefined) continue;
    if (!how) {
      waiting.set(name, kept);
      continue;
    }
    how.give(kept);
    any = true;
  }
  return any;
}
