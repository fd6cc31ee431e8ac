import { Button } from "antd";
import { CalendarPlus, Target } from "lucide-react";
import { type EntityDescription, type FlatRecord, may, useEntity } from "@/api";
import { addDays, toDay } from "@/lib/day";
import { openForm } from "@/records/form/store";
import { titleOf } from "@/records/layouts";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";

/** CustomerActions begin what comes after a talk: a deal, the next plan. */
export function CustomerActions({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  const now = useNow();
  const deal = useEntity("opportunity");
  const plan = useEntity("followUpPlan");
  const titles = { ...record.titles, [record.id]: titleOf(entity, record, record.titles) };
  return (
    <>
      {deal && may(deal, "create") && (
        <Button
          icon={<Target size={15} aria-hidden />}
          onClick={() => openForm({ entity: "opportunity", preset: { customerId: record.id }, titles })}
        >
          {t("customer.newDeal")}
        </Button>
      )}
      {plan && may(plan, "create") && (
        <Button
          icon={<CalendarPlus size={15} aria-hidden />}
          onClick={() =>
            openForm({
              entity: "followUpPlan",
              preset: { customerId: record.id, dueOn: toDay(addDays(now, 1)) },
              titles,
            })
          }
        >
          {t("customer.newPlan")}
        </Button>
      )}
    </>
  );
}
