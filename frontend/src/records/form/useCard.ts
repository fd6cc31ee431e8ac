import { type ClipboardEvent, useState } from "react";
import { call, type EntityDescription, type FieldValue } from "@/api";
import { type Card, readCard } from "@/lib/card";
import { assistOf } from "./assist";
import type { Values } from "./useDraft";

/** useCard fills a new record from the text of a business card that is pasted into any of its fields. */
export function useCard(entity: EntityDescription, values: Values, set: (name: string, value: FieldValue) => void) {
  const fields = assistOf(entity.name).card;
  const [filled, setFilled] = useState<{ names: string[]; before: Values }>();

  const onPaste = (event: ClipboardEvent) => {
    if (!fields || !(event.target instanceof HTMLInputElement)) return;
    const text = event.clipboardData.getData("text");
    if (!/[\r\n\t]/.test(text.trim())) return;
    const card = readCard(text);
    const found = Object.entries(fields).flatMap(([field, from]) => {
      const value = from.map((part) => card[part]).find((part) => part !== undefined);
      return value !== undefined && entity.fields.some((spec) => spec.name === field) ? [[field, value] as const] : [];
    });
    if (found.length < 2) return;
    event.preventDefault();
    const before = Object.fromEntries(found.map(([field]) => [field, values[field]]));
    for (const [field, value] of found) set(field, value);
    setFilled({ names: found.map(([field]) => field), before });
    void customerOf(entity, card, values).then((id) => id && set("customerId", id));
  };
  return {
    possible: fields !== undefined,
    onPaste,
    filled,
    takeBack: () => {
      for (const [field, value] of Object.entries(filled?.before ?? {})) set(field, value);
      setFilled(undefined);
    },
  };
}

// The company on a contact's card may be a customer already; only the very same name is taken for it.
async function customerOf(entity: EntityDescription, card: Card, values: Values): Promise<string | undefined> {
  const joins = entity.fields.some((spec) => spec.name === "customerId" && spec.kind === "ref");
  if (!joins || entity.name === "customer" || !card.company || values.customerId) return undefined;
  const found = await call("records.list", {
    entity: "customer",
    where: { field: "name", op: "eq", value: card.company },
    columns: ["name"],
    limit: 2,
  });
  return found.rows.length === 1 ? found.rows[0]?.id : undefined;
}
