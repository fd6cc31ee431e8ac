import { Button, Select } from "antd";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { forget, useDescribe, useEntity, useOperation } from "@/api";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { RecordTable } from "../table/RecordTable";
import type { View } from "../table/view";

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
  const entity = useEntity(name);
  const notice = useNotice();
  const restore = useOperation("records.restore");
  const [view, setView] = useState<View>({ sort: [{ field: "deletedAt", desc: true }] });
  const [busy, setBusy] = useState(false);
  if (!entity) return null;

  const bring = async (ids: readonly string[], clear: () => void) => {
    setBusy(true);
    try {
      for (const id of ids) await restore.mutateAsync({ entity: name, id });
      clear();
      notice.done(t("bin.restored", { count: ids.length }));
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setBusy(false);
      await forget([name]);
    }
  };
  return (
    <RecordTable
      entity={entity}
      view={view}
      onView={(change) => setView((was) => ({ ...was, ...change }))}
      deleted
      onOpen={(row) => onPage(row.id)}
      onOpenPage={(row) => onPage(row.id)}
      actions={(selection, clear) => (
        <div className="bulk" role="toolbar" aria-label={t("bin.title")}>
          <span className="bulk__count">{t("list.selected", { count: selection.ids.size })}</span>
          <span className="bulk__actions">
            <Button
              size="small"
              type="primary"
              icon={<RotateCcw size={14} aria-hidden />}
              loading={busy}
              onClick={() => void bring([...selection.ids], clear)}
            >
              {t("action.restore")}
            </Button>
          </span>
        </div>
      )}
      empty={<Empty title={t("bin.empty")} text={t("bin.emptyText", { name: say(entity.plural) })} />}
    />
  );
}
