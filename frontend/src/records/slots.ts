import type { ComponentType } from "react";
import type { EntityDescription, FlatRecord } from "@/api";

type Slot = ComponentType<{ entity: EntityDescription; record: FlatRecord }>;

/** What features put into the generic screens. */
interface Slots {
  /** Stands above the timeline of records that can be followed up. */
  composer?: Slot;
  /** Stands under the heading of a record: what nobody may overlook. */
  banner?: Slot;
}

export const slots: Slots = {};
