import { App } from "antd";
import { type EntityDescription, type FlatRecord, forget, may, runJob, useOperation } from "@/api";
import { useWords } from "@/ui/words";
import { openForm } from "./form/store";
import { Hanging } from "./history/Hanging";
import { useCounted } from "./history/useCounted";
import { titleOf } from "./layouts";
import { useNotice } from "./notice";

/** useRecordActions is what can be done with one record of any entity. */
export function useRecordActions(
  entity: EntityDescription,
  then: { onDeleted?: () => void; onOpen?: (id: string) => void } = {},
) {
  const { t } = useWords();
  const counted = useCounted();
  const { modal } = App.useApp();
  const notice = useNotice();
  const remove = useOperation("records.delete");
  const duplicate = useOperation("records.duplicate");

  return {
    mayUpdate: (record: FlatRecord) => may(entity, "update", record),
    mayDelete: (record: FlatRecord) => may(entity, "delete", record),
    mayRestore: (record: FlatRecord) => may(entity, "restore", record),
    mayCreate: may(entity, "create"),
    edit: (record: FlatRecord) => openForm({ entity: entity.name, id: record.id }),
    duplicate: async (record: FlatRecord) => {
      try {
        const copy = await duplicate.mutateAsync({ entity: entity.name, id: record.id });
        await forget([entity.name]);
        notice.done(t("record.duplicated"), copy.change);
        then.onOpen?.(copy.id);
      } catch (thrown) {
        notice.failed(thrown);
      }
    },
    remove: (record: FlatRecord) => {
      const title = titleOf(entity, record, record.titles);
      let along = false;
      modal.confirm({
        title: t("record.deleteAsk", { title }),
        content: (
          <Hanging
            entity={entity.name}
            id={record.id}
            counted={counted}
            onWith={(is) => {
              along = is;
            }}
          />
        ),
        okText: t("action.delete"),
        okButtonProps: { danger: true },
        onOk: async () => {
          try {
            const { change } = await remove.mutateAsync({
              entity: entity.name,
              id: record.id,
              rev: record.rev,
              with: along,
            });
            then.onDeleted?.();
            await forget([along ? "*" : entity.name]);
            notice.done(t("record.deletedToast", { title }), change);
          } catch (thrown) {
            notice.failed(thrown);
          }
        },
      });
    },
    restore: async (record: FlatRecord) => {
      try {
        const { change } = await runJob("bin.restore", { records: [{ entity: entity.name, id: record.id }] });
        await forget(["*"]);
        notice.done(t("record.restoredToast", { title: titleOf(entity, record, record.titles) }), change);
      } catch (thrown) {
        notice.failed(thrown);
      }
    },
  };
}
