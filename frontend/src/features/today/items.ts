import { create } from "zustand";
import type { Output } from "@/api";
import { toDay } from "@/lib/day";
import { stored } from "@/lib/stored";

export type Today = Output<"today.get">;
export type TodayItem = Today["items"][number];
export type Kind = "plan" | "promised" | "deal" | "order" | "silent";

/** The kinds in the order they stand on the page. */
export const kinds: readonly Kind[] = ["plan", "promised", "deal", "order", "silent"];

/** keyOf tells an item from others: a deal may wait as a deal and its plan as a plan. */
export const keyOf = (item: TodayItem): string => `${item.kind}.${item.id}`;

// How many of a kind stand on the page; the rest is one press away. One's own plans are all there: they are the day's work.
const shown: { [kind in Kind]: number } = { plan: 50, promised: 20, deal: 6, order: 4, silent: 6 };
const shownOfEverybody: { [kind in Kind]: number } = { plan: 12, promised: 8, deal: 8, order: 4, silent: 6 };

/** sectionsOf is the page as it is shown: kinds with something in them, without what was put off. */
export function sectionsOf(today: Today, snoozed: Snoozed, now: string, everybody = false) {
  const isOff = (item: TodayItem) => (snoozed[keyOf(item)] ?? "") > now;
  const sections = kinds.flatMap((kind) => {
    const all = today.items.filter((item) => item.kind === kind);
    const left = all.filter((item) => !isOff(item));
    const items = left.slice(0, (everybody ? shownOfEverybody : shown)[kind]);
    const section = today.sections.find((each) => each.kind === kind);
    return section && items.length > 0
      ? [{ kind, items, section, total: section.total - (all.length - left.length) }]
      : [];
  });
  return { sections, hidden: today.items.filter(isOff).length };
}

/** leadsTo is the record that an item is about, where its page has everything at hand. */
export function leadsTo(item: TodayItem): { entity: string; id: string } {
  if (item.kind !== "plan") return { entity: item.entity, id: item.id };
  if (item.subject?.id) return { entity: item.subject.entity, id: item.subject.id };
  if (item.customerId) return { entity: "customer", id: item.customerId };
  return { entity: item.entity, id: item.id };
}

/** Until which day something is out of sight, by its key. It holds ids only, never a name. */
export type Snoozed = { [key: string]: string };

export const useSnoozed = create<{ until: Snoozed }>(() => ({ until: stored.get<Snoozed>("snoozed") ?? {} }));

/** snooze puts an item out of sight until a day; without a day everything comes back. */
export function snooze(item?: TodayItem, until?: string): void {
  const today = toDay(new Date());
  const was = useSnoozed.getState().until;
  const kept = item ? Object.fromEntries(Object.entries(was).filter(([, day]) => day > today)) : {};
  const next = item && until ? { ...kept, [keyOf(item)]: until } : kept;
  stored.set("snoozed", next);
  useSnoozed.setState({ until: next });
}
