import { type ClipboardEvent, useMemo, useRef, useState } from "react";
import { type EntityDescription, type FieldValue, may, useAnswer, useEntity } from "@/api";
import { type Card, readCard } from "@/lib/card";
import { isEmpty } from "../cells";
import { assistOf } from "./assist";
import type { Values } from "./useDraft";

/** A part of a card and where it would go. */
export interface Understood {
  /** Field of the form; undefined for what it has no place for. */
  field?: string;
  part: keyof Card;
  value: FieldValue;
  /** As people read it. */
  shown: string;
  /** What was typed there already stays. */
  kept: boolean;
}

/** useCard reads the text of a business card that is pasted into a new record; nothing is filled in before it was seen. */
export function useCard(entity: EntityDescription, values: Values, set: (name: string, value: FieldValue) => void) {
  const fields = assistOf(entity.name).card;
  const [text, setText] = useState<string>();
  const [filled, setFilled] = useState<{ names: string[]; before: Values }>();
  const into = useRef<HTMLElement>(null);
  const card = useMemo(() => readCard(text ?? ""), [text]);
  const joins =
    entity.name !== "customer" && entity.fields.some((spec) => spec.name === "customerId" && spec.kind === "ref");
  // The company on a contact's card may be a customer already; only the very same name is taken for it.
  const known = useAnswer(
    "records.list",
    {
      entity: "customer",
      where: { field: "name", op: "eq", value: card.company ?? "" },
      columns: ["name"],
      limit: 2,
    },
    ["customer"],
    joins && card.company !== undefined,
  );
  const customers = card.company !== undefined && !known.isPlaceholderData ? (known.data?.rows ?? []) : [];
  const customer = customers.length === 1 ? customers[0]?.id : undefined;
  const company = useEntity("customer");
  // What the card says of a company that is no customer yet; the mobile and the mail on it are the person's own.
  const stranger =
    joins && company && may(company, "create") && known.isSuccess && !known.isPlaceholderData && customers.length === 0
      ? companyOf(company, card)
      : undefined;
  const found = fields ? understand(entity, fields, card, values) : [];
  if (joins && card.company !== undefined) {
    const at = found.findIndex((each) => each.part === "company");
    const item = { part: "company" as const, shown: card.company };
    found.splice(at, 1, {
      ...item,
      field: customer && "customerId",
      value: customer,
      kept: customer !== undefined && !isEmpty(values.customerId),
    });
  }
  const fresh = found.filter((each) => each.field !== undefined && !each.kept);

  const close = () => {
    setText(undefined);
    into.current?.focus();
  };
  return {
    possible: fields !== undefined,
    /** The text that is being looked at; undefined when none is. */
    text,
    found,
    fresh,
    /** What a customer of that name would begin with; undefined where there is one, or where it cannot be made. */
    stranger: card.company === undefined ? undefined : stranger,
    filled,
    /** Looks at a text, and at what somebody makes of it. */
    look: (next: string) => {
      if (text === undefined) into.current = document.activeElement as HTMLElement | null;
      setText(next);
    },
    close,
    onPaste: (event: ClipboardEvent) => {
      if (!fields || text !== undefined || !(event.target instanceof HTMLInputElement)) return;
      const pasted = event.clipboardData.getData("text");
      if (!isCard(pasted, fields)) return;
      event.preventDefault();
      into.current = event.target;
      setText(pasted.trim());
      setFilled(undefined);
    },
    fill: () => {
      setFilled({
        names: fresh.map((each) => each.field ?? ""),
        before: Object.fromEntries(fresh.map((each) => [each.field, values[each.field ?? ""]])),
      });
      for (const each of fresh) set(each.field ?? "", each.value);
      close();
    },
    /** Puts the text into the field it was pasted into, as it is. */
    plain: () => {
      const words = (text ?? "").replace(/\s*[\r\n\t]+\s*/g, " ");
      close();
      document.execCommand("insertText", false, words); // as if it were typed: the field knows how to take it back
    },
    takeBack: () => {
      for (const [field, value] of Object.entries(filled?.before ?? {})) set(field, value);
      setFilled(undefined);
    },
  };
}

export type CardReader = ReturnType<typeof useCard>;

type Places = { [field: string]: (keyof Card)[] };

// Several lines that say two things a form asks for, or one that says three and how to reach somebody.
function isCard(text: string, fields: Places): boolean {
  const card = readCard(text);
  const parts = Object.keys(card) as (keyof Card)[];
  if (/[\r\n\t]/.test(text.trim())) return parts.filter((part) => placeOf(fields, card, part)).length >= 2;
  return parts.length >= 3 && (card.phone ?? card.landline ?? card.email) !== undefined;
}

// The field a part goes to: of several parts for one field the first that is there.
function placeOf(fields: Places, card: Card, part: keyof Card): string | undefined {
  return Object.entries(fields).find(([, from]) => from.find((each) => card[each] !== undefined) === part)?.[0];
}

function companyOf(customer: EntityDescription, { company, landline, website, address }: Card): Values {
  const parts = understand(customer, assistOf("customer").card ?? {}, { company, landline, website, address }, {});
  return Object.fromEntries(parts.flatMap(({ field, value }) => (field === undefined ? [] : [[field, value]])));
}

const order: (keyof Card)[] = [
  "name",
  "company",
  "title",
  "department",
  "phone",
  "landline",
  "email",
  "wechat",
  "website",
  "address",
];

function understand(entity: EntityDescription, fields: Places, card: Card, values: Values): Understood[] {
  return order.flatMap((part) => {
    const value = card[part];
    if (value === undefined) return [];
    const place = placeOf(fields, card, part);
    const field = entity.fields.some((spec) => spec.name === place) ? place : undefined;
    return [{ field, part, value, shown: value, kept: field !== undefined && !isEmpty(values[field]) }];
  });
}
