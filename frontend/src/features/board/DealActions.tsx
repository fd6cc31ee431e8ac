import { Button } from "antd";
import { ReceiptText } from "lucide-react";
import { type EntityDescription, type FieldValue, type FlatRecord, may, useEntity } from "@/api";
import { openForm } from "@/records/form/store";
import { titleOf } from "@/records/layouts";
import { useWords } from "@/ui/words";

/** DealActions begin what comes after a deal was won: its order. */
export function DealActions({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t, say } = useWords();
  const order = useEntity("order");
  if (record.stage !== "won" || !order || !may(order, "create")) return null;
  return (
    <Button
      icon={<ReceiptText size={15} aria-hidden />}
      onClick={() =>
        openForm({
          entity: "order",
          preset: {
            opportunityId: record.id,
            customerId: record.customerId as FieldValue,
            total: record.amount as FieldValue,
          },
          titles: { ...record.titles, [record.id]: titleOf(entity, record, record.titles) },
        })
      }
    >
      {t("action.createNamed", { name: say(order.label) })}
    </Button>
  );
}
