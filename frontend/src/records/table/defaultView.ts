import { type EntityDescription, type Output, useAnswer, type Where } from "@/api";
import { specAt } from "../filter/words";
import { type SavedView, type View, viewOfSaved } from "./view";

type Known = ReadonlyMap<string, EntityDescription>;

// What a list opens with is the person's own choice, or follows from their roles.
const sources = ["view", "setting", "role", "user"];

/** useViews are the saved views of all lists, and what each list opens with: asked once, at hand wherever a list is opened. */
export function useViews() {
  return useAnswer("views.list", {}, sources);
}

/** viewFor is a saved view as this person can see it: conditions, orders and columns of fields they may not read are left out. */
export function viewFor(saved: SavedView, entity: EntityDescription, byName: Known): View {
  const view = viewOfSaved(saved);
  const known = (path: string) => knows(entity, path, byName);
  const columns = view.columns?.filter(known);
  const sort = view.sort?.filter((each) => known(each.field));
  const next: View = {
    ...view,
    where: view.where && within(view.where, known),
    columns: columns?.length ? columns : undefined,
    sort: sort?.length ? sort : undefined,
    group: view.group && known(view.group.split(":")[0] ?? "") ? view.group : undefined,
  };
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
}

/** isPlain tells that an address says nothing but which list it is. */
export function isPlain(view: View): boolean {
  return Object.values(view).every((value) => value === undefined);
}

/** opening is what a list opens with where its address says nothing: the person's own choice, else that of their roles. */
export function opening(
  answer: Output<"views.list"> | undefined,
  entity: EntityDescription,
  byName: Known,
): View | undefined {
  const chosen = answer?.defaults.find((each) => each.entity === entity.name)?.view;
  const saved = chosen ? answer?.views.find((each) => each.id === chosen) : undefined;
  return saved && { ...viewFor(saved, entity, byName), saved: saved.id };
}

function knows(entity: EntityDescription, path: string, byName: Known): boolean {
  if (path === "id") return true;
  return specAt(entity, path.endsWith(".id") ? path.slice(0, -3) : path, byName) !== undefined;
}

// A part that cannot be asked is left out; a group without parts says nothing.
function within(where: Where, known: (path: string) => boolean): Where | undefined {
  const each = (parts: Where[]) => parts.flatMap((part) => within(part, known) ?? []);
  if ("and" in where) {
    const and = each(where.and);
    return and.length > 0 ? { and } : undefined;
  }
  if ("or" in where) {
    const or = each(where.or);
    return or.length > 0 ? { or } : undefined;
  }
  if ("not" in where) {
    const not = within(where.not, known);
    return not && { not };
  }
  return known(where.field) ? where : undefined;
}
