import { CalendarClock, CalendarDays, Footprints, Handshake, ReceiptText } from "lucide-react";
import type { EntityDescription, FieldSpec, FlatRecord, Where } from "@/api";
import { layoutOf } from "@/records/layouts";

/** A kind of thing that stands on a day. */
export interface Kind {
  key: "plan" | "visit" | "closing" | "order" | "list";
  entity: string;
  /** Field with its day; an instant gives the hour too. */
  day: string;
  /** Field with the hour, where the day has a field of its own. */
  at?: string;
  where?: Where;
  icon: typeof CalendarDays;
  /** Name of its colour: a variable of the tokens. */
  colour: string;
  columns: string[];
  /** Can be put on another day. */
  movable: (row: FlatRecord) => boolean;
  done?: (row: FlatRecord) => boolean;
  /** Late when its day is past. */
  due?: boolean;
  /** Field that names it. */
  title: string;
  /** Its name is a number, which says less than whom it is with. */
  numbered?: boolean;
}

const closed = ["done", "cancelled"];
const waits = (row: FlatRecord) => !closed.includes(String(row.status));

/** planned are the kinds of the calendar: plans, visits, deals expected to close, orders. */
export const planned: Kind[] = [
  {
    key: "plan",
    entity: "followUpPlan",
    day: "dueOn",
    at: "dueAt",
    where: { field: "status", op: "ne", value: "cancelled" },
    icon: CalendarClock,
    colour: "var(--accent)",
    columns: ["goal", "customerId", "contactId", "way", "dueOn", "dueAt", "status", "ownerId"],
    movable: waits,
    done: (row) => row.status === "done",
    due: true,
    title: "goal",
  },
  {
    key: "visit",
    entity: "followUp",
    day: "at",
    where: { field: "way", op: "eq", value: "visit" },
    icon: Footprints,
    colour: "var(--good)",
    columns: ["summary", "customerId", "contactId", "way", "at", "ownerId"],
    movable: () => false,
    title: "summary",
  },
  {
    key: "closing",
    entity: "opportunity",
    day: "expectedCloseOn",
    where: { not: { field: "stage", op: "in", value: ["won", "lost"] } },
    icon: Handshake,
    colour: "var(--attention)",
    columns: ["name", "customerId", "amount", "stage", "expectedCloseOn", "ownerId"],
    movable: () => true,
    due: true,
    title: "name",
  },
  {
    key: "order",
    entity: "order",
    day: "orderedOn",
    where: { field: "status", op: "ne", value: "cancelled" },
    icon: ReceiptText,
    colour: "var(--calendar-order)",
    columns: ["number", "customerId", "total", "status", "orderedOn", "ownerId"],
    movable: () => false,
    title: "number",
    numbered: true,
  },
];

/** dayFields are the fields by which a list can be laid out on a calendar: its own days first, its own instants last. */
export function dayFields(entity: EntityDescription): FieldSpec[] {
  const fit = entity.fields.filter(
    (spec) => (spec.kind === "day" || spec.kind === "instant") && !spec.unlisted && !spec.system,
  );
  return [...fit.filter((spec) => spec.kind === "day"), ...fit.filter((spec) => spec.kind === "instant")];
}

// What a day of each entity is mostly asked for.
const usual: { [entity: string]: string } = {
  customer: "nextFollowUpOn",
  opportunity: "expectedCloseOn",
  order: "orderedOn",
  followUp: "at",
  followUpPlan: "dueOn",
};

/** dayOf is the field a list is laid out by: the one asked for, else the usual one. */
export function dayOf(entity: EntityDescription, asked: string | undefined): FieldSpec | undefined {
  const fields = dayFields(entity);
  return (
    fields.find((spec) => spec.name === asked) ?? fields.find((spec) => spec.name === usual[entity.name]) ?? fields[0]
  );
}

/** listKind is a list as the one kind of a calendar. */
export function listKind(
  entity: EntityDescription,
  spec: FieldSpec,
  where: Where | undefined,
  mayUpdate: boolean,
): Kind {
  const known = planned.find((kind) => kind.entity === entity.name && kind.day === spec.name);
  const names = new Set(entity.fields.map((field) => field.name));
  const money = entity.fields.find(
    (field) => field.kind === "money" && !field.unlisted && (layoutOf(entity.name).sums?.includes(field.name) ?? true),
  );
  const also = ["customerId", "ownerId", "status", "stage", "dueAt", money?.name].filter(
    (name): name is string => name !== undefined && names.has(name),
  );
  return {
    key: "list",
    entity: entity.name,
    day: spec.name,
    at: known?.at,
    where,
    icon: known?.icon ?? CalendarDays,
    colour: known?.colour ?? "var(--accent)",
    columns: [...new Set([entity.title, spec.name, ...also])],
    movable: (row) => mayUpdate && !spec.readOnly && (known?.movable(row) ?? spec.kind === "day"),
    done: known?.done,
    due: known?.due,
    title: entity.title,
    numbered: planned.some((kind) => kind.entity === entity.name && kind.numbered),
  };
}
