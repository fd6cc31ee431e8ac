import { Button } from "antd";
import { CircleCheck } from "lucide-react";
import { useMemo, useRef } from "react";
import { type EntityDescription, type FlatRecord, forget, lastSetOf, may, useOperation } from "@/api";
import { useNotice } from "@/records/notice";
import { type PageAction, useActions } from "@/ui/actions";
import { useWords } from "@/ui/words";

/** OrderActions confirm an order that is still a draft: from that day on it counts. */
export function OrderActions({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const notice = useNotice();
  const confirm = useOperation("order.confirm");
  const due = record.status === "draft" && may(entity, "update", record);
  const run = async () => {
    try {
      await confirm.mutateAsync({ id: record.id });
      notice.done(t("board.orderConfirmed"), await lastSetOf(entity.name, record.id));
      await forget([entity.name, "customer"]);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const latest = useRef(run);
  latest.current = run;
  useActions(
    useMemo((): PageAction[] => {
      const confirmed = () => void latest.current();
      return due
        ? [{ id: "order.confirm", label: t("board.confirmOrder"), words: "confirm order", run: confirmed }]
        : [];
    }, [due, t]),
  );
  if (!due) return null;
  return (
    <Button icon={<CircleCheck size={15} aria-hidden />} loading={confirm.isPending} onClick={() => void run()}>
      {t("board.confirmOrder")}
    </Button>
  );
}
