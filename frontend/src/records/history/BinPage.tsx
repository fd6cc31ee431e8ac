import { Button, Select } from "antd";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { type FlatRecord, useDescribe } from "@/api";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";
import { titleOf } from "../layouts";
import { RecordTable } from "../table/RecordTable";
import type { View } from "../table/view";
import { useRecordActions } from "../useRecordActions";

/** BinPage lists what was deleted, entity by entity, and brings it back. */
export function BinPage(props: {
  entity: string | undefined;
  onEntity: (entity: string) => void;
  onPage: (entity: string, id: string) => void;
}) {
  const { t, say } = useWords();
  const { entities, byName } = useDescribe();
  const entity = byName.get(props.entity ?? "") ?? entities[0];
  if (!entity) return null;
  return (
    <div className="page">
      <div className="page__main">
        <header className="pagehead">
          <div>
            <h1 className="pagehead__title">{t("nav.bin")}</h1>
            <p className="pagehead__text">{t("bin.text")}</p>
          </div>
          <div className="pagehead__actions">
            <Select
              className="pagehead__choice"
              aria-label={t("form.chooseEntity")}
              value={entity.name}
              options={entities.map((each) => ({ value: each.name, label: say(each.plural) }))}
              onChange={props.onEntity}
            />
          </div>
        </header>
        <Bin key={entity.name} name={entity.name} onPage={(id) => props.onPage(entity.name, id)} />
      </div>
    </div>
  );
}

function Bin({ name, onPage }: { name: string; onPage: (id: string) => void }) {
  const { t, say } = useWords();
  const entity = useDescribe().byName.get(name);
  const [view, setView] = useState<View>({ sort: [{ field: "deletedAt", desc: true }] });
  const [chosen, setChosen] = useState<FlatRecord>();
  const actions = useRecordActions(entity ?? missing);
  if (!entity) return null;
  return (
    <>
      {chosen && (
        <div className="bulk">
          <span className="bulk__count">{titleOf(entity, chosen)}</span>
          <span className="bulk__actions">
            <Button
              size="small"
              type="primary"
              icon={<RotateCcw size={14} aria-hidden />}
              onClick={() => {
                void actions.restore(chosen);
                setChosen(undefined);
              }}
            >
              {t("bin.restoreOne", { title: titleOf(entity, chosen) })}
            </Button>
          </span>
        </div>
      )}
      <RecordTable
        entity={entity}
        view={view}
        onView={(change) => setView((was) => ({ ...was, ...change }))}
        deleted
        readOnly
        onOpen={setChosen}
        onOpenPage={(row) => onPage(row.id)}
        empty={<Empty title={t("bin.empty")} text={t("bin.emptyText", { name: say(entity.plural) })} />}
      />
    </>
  );
}

const missing = {
  name: "",
  label: { zh: "", en: "" },
  plural: { zh: "", en: "" },
  module: "",
  title: "name",
  fields: [],
  verbs: [],
};
