import { useCallback } from "react";
import { type EntityDescription, type FieldValue, type FlatRecord, may, useDescribe } from "@/api";
import { useCurrent } from "../current";
import { openForm } from "../form/store";
import { titleOf } from "../layouts";
import { followUpsOf } from "../related";
import { slots } from "../slots";

/** useFollowUp gives the way to write down what was just said or done with a record on the screen. */
export function useFollowUp(): (entity: EntityDescription, record: FlatRecord) => void {
  const { byName } = useDescribe();
  return useCallback(
    (entity, record) => {
      const form = byName.get("followUp");
      if (!form) return;
      // Where there is a place to write on the page, that is the place, also when it has still to come.
      if (slots.composer && may(form, "create") && !record.deletedAt && followUpsOf(entity, record, byName)) {
        useCurrent.setState({ talk: record.id });
        return;
      }
      const preset: { [field: string]: FieldValue } = { at: new Date().toISOString() };
      const titles = { ...record.titles, [record.id]: titleOf(entity, record, record.titles) };
      for (const spec of form.fields) {
        if (spec.kind === "ref" && spec.target === entity.name && !spec.system) preset[spec.name] = record.id;
        // A deal brings its customer along.
        else if (spec.kind === "ref" && !spec.system && typeof record[spec.name] === "string")
          preset[spec.name] = record[spec.name] as string;
        else if (spec.kind === "link") preset[spec.name] = { entity: entity.name, id: record.id };
      }
      openForm({ entity: "followUp", preset, titles });
    },
    [byName],
  );
}
