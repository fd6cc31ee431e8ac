import { useCurrent } from "../current";

interface Named {
  id: string;
  title: string;
}

// Names of customers: they are kept in memory only.
const chosen = new Map<string, Named[]>();

/** used remembers that a record was chosen. */
export function used(entity: string, id: string, title: string): void {
  if (title === "" || title === "…") return;
  const before = (chosen.get(entity) ?? []).filter((each) => each.id !== id);
  chosen.set(entity, [{ id, title }, ...before].slice(0, 8));
}

/** forgetRecent is for when many records have gone at once: nothing is offered that is not there. */
export function forgetRecent(): void {
  chosen.clear();
  useCurrent.setState({ recent: [] });
}

/** recentOf lists the records of an entity that were chosen or looked at of late, the latest first. */
export function recentOf(entity: string): Named[] {
  const looked = useCurrent.getState().recent.filter((each) => each.entity === entity);
  const all = [...(chosen.get(entity) ?? []), ...looked.map(({ id, title }) => ({ id, title }))];
  return all.filter((each, at) => all.findIndex((other) => other.id === each.id) === at);
}
