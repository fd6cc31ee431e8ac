import { Select } from "antd";
import { useState } from "react";
import { type LinkValue, useDescribe } from "@/api";
import { useWords } from "@/ui/words";
import { RecordPicker } from "../picker/RecordPicker";
import { ariaOf, type InputProps } from "./input";

/** LinkInput points at a record of any kind: first what kind, then which. */
export function LinkInput(props: InputProps) {
  const { t, say } = useWords();
  const { entities } = useDescribe();
  const link = isLink(props.value) ? props.value : undefined;
  const [entity, setEntity] = useState(link?.entity ?? entities[0]?.name ?? "");
  const of = link?.entity ?? entity;
  return (
    <div className="linkinput">
      <Select
        className="linkinput__entity"
        aria-label={t("form.chooseEntity")}
        value={of}
        disabled={props.disabled}
        options={entities.map((each) => ({ value: each.name, label: say(each.label) }))}
        onChange={(next: string) => {
          setEntity(next);
          if (link) props.onChange(undefined);
        }}
      />
      <RecordPicker
        id={props.id}
        entity={of}
        value={link?.id}
        titles={props.titles}
        disabled={props.disabled}
        invalid={props.invalid}
        aria={ariaOf(props)}
        onChange={(id) => props.onChange(id ? { entity: of, id } : undefined)}
      />
    </div>
  );
}

function isLink(value: unknown): value is LinkValue {
  return typeof value === "object" && value !== null && "entity" in value && "id" in value;
}
