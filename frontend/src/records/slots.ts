import type { ComponentType } from "react";
import type { EntityDescription, FlatRecord, Where } from "@/api";
import type { As, View } from "./table/view";

type Slot = ComponentType<{ entity: EntityDescription; record: FlatRecord }>;

/** What a view other than the table is given. It reads its own rows and figures, for the filter that holds. */
export interface ListViewProps {
  entity: EntityDescription;
  view: View;
  /** Filter and quick filter together. */
  where?: Where;
  onView: (change: Partial<View>) => void;
  /** Shows a record at the side. */
  onOpen: (id: string) => void;
}

/** Another way to see a list: as a board, a calendar, a chart. */
export interface ListView {
  Component: ComponentType<ListViewProps>;
  /** Whether an entity can be seen so: a board needs a field to stand in columns by, a calendar a day. */
  fits: (entity: EntityDescription) => boolean;
}

/** What features put into the generic screens. */
interface Slots {
  /** Stands above the timeline of records that can be followed up. */
  composer?: Slot;
  /** Stands under the heading of a record: what nobody may overlook. */
  banner?: Slot;
  /** Stands under the heading of an entity's record: the few figures that matter. */
  heads: { [entity: string]: Slot };
  /** Stands beside the first action of an entity's record. */
  actions: { [entity: string]: Slot };
  /** Stands at the right of an entity's record, in place of the lists of whatever points at it. */
  sides: { [entity: string]: Slot };
  /** Opens from the menu of a record that may be shared: whom it is open to. */
  share?: ComponentType<{ entity: EntityDescription; record: FlatRecord; onClose: () => void }>;
  /** Stands in place of the table, where a view asks for it. */
  views: { [as in Exclude<As, "table">]?: ListView };
}

export const slots: Slots = { views: {}, heads: {}, actions: {}, sides: {} };
