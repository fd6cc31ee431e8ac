import type { ComponentType } from "react";
import type { EntityDescription, FlatRecord } from "@/api";

/** What features put into the generic screens. */
interface Slots {
  /** Stands above the timeline of records that can be followed up. */
  composer?: ComponentType<{ entity: EntityDescription; record: FlatRecord }>;
}

export const slots: Slots = {};
