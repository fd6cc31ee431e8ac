import { Checkbox } from "antd";
import { useState } from "react";
import { useAnswer } from "@/api";
import { useWords } from "@/ui/words";

/** Hanging says what refers to a record that is about to be deleted, and asks whether it goes along. It stands in a dialog, outside of the frame. */
export function Hanging(props: {
  entity: string;
  id: string;
  /** Says how many of an entity; see useCounted. */
  counted: (entity: string, count: number) => string;
  onWith: (is: boolean) => void;
}) {
  const { t } = useWords();
  const [along, setAlong] = useState(false);
  const found = useAnswer("records.hanging", { entity: props.entity, id: props.id }, ["*"]);
  const counts = new Map<string, number>();
  for (const each of found.data?.groups ?? []) counts.set(each.entity, (counts.get(each.entity) ?? 0) + each.count);
  if (counts.size === 0) return <p>{t("record.deleteText")}</p>;
  const what = [...counts].map(([name, count]) => props.counted(name, count));
  return (
    <div className="hanging">
      <p>{t("hanging.text", { what: what.join(t("import.comma")) })}</p>
      <Checkbox
        checked={along}
        onChange={(event) => {
          setAlong(event.target.checked);
          props.onWith(event.target.checked);
        }}
      >
        {t("hanging.along")}
      </Checkbox>
      <p className="second">{t(along ? "hanging.alongText" : "hanging.stays")}</p>
    </div>
  );
}
