import { Button } from "antd";
import { CircleCheck } from "lucide-react";
import { type EntityDescription, type FlatRecord, forget, lastSetOf, may, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";

/** OrderActions confirm an order that is still a draft: from that day on it counts. */
export function OrderActions({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const notice = useNotice();
  const confirm = useOperation("order.confirm");
  if (record.status !== "draft" || !may(entity, "update", record)) return null;
  const run = async () => {
    try {
      await confirm.mutateAsync({ id: record.id });
      notice.done(t("board.orderConfirmed"), await lastSetOf(entity.name, record.id));
      await forget([entity.name, "customer"]);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <Button icon={<CircleCheck size={15} aria-hidden />} loading={confirm.isPending} onClick={() => void run()}>
      {t("board.confirmOrder")}
    </Button>
  );
}
