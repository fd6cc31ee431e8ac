import type { TFunction } from "i18next";
import type { FieldValue, FlatRecord, LineValue } from "@/api";
import type { Card } from "@/lib/card";

/** What a feature may say about how a form of its entity helps. Nothing need be said. */
export interface Assist {
  /** Which fields the text of a business card fills; of several parts the first that is there. */
  card?: { [field: string]: (keyof Card)[] };
  /** What is asked beside the name when a record is begun in one line; false where one line would not do. */
  quick?: string[] | false;
  /** What a new record begins with, where that has to be asked for: the next number. */
  begins?: () => Promise<{ [field: string]: FieldValue }>;
  /** What a new record brings about, once it is saved: a follow-up the plan for the next day. */
  created?: (record: FlatRecord, t: TFunction) => Promise<void>;
  /** Fields of what is handed to the other side that are for our own eyes: on paper only where that is asked for. */
  inside?: string[];
  /** How a table inside the record fills itself in. */
  lines?: { [field: string]: LinesAssist };
}

export interface LinesAssist {
  /** Choosing a record in a column fills empty columns from it: { productId: { unitPrice: "price" } }. */
  fills?: { [column: string]: { [column: string]: string } };
  /** What a new line begins with. */
  start?: LineValue;
  /** What follows from the rest of a line; undefined where nothing does. */
  follows?: (line: LineValue) => { [column: string]: FieldValue };
  /** Column whose sum is shown, and the field of the record that is this sum. */
  sum?: { column: string; into: string };
}

const assists = new Map<string, Assist>();

/** assist tells the forms of an entity how to help. Called by features, once, at the start. */
export function assist(entity: string, how: Assist): void {
  assists.set(entity, how);
}

export function assistOf(entity: string): Assist {
  return assists.get(entity) ?? {};
}
