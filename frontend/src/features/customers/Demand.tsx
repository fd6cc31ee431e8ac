import { TriangleAlert } from "lucide-react";
import { type EntityDescription, type FlatRecord, fieldOf, useEntity, useRecord } from "@/api";
import { useWords } from "@/ui/words";

/** Demand shows what a customer asked us to mind, on every page about that customer. */
export function Demand({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { say } = useWords();
  const customer = useEntity("customer");
  const other = entity.name === "customer" ? undefined : record.customerId;
  const found = useRecord("customer", typeof other === "string" ? other : undefined);
  const words = entity.name === "customer" ? record.specialDemand : found.data?.specialDemand;
  if (typeof words !== "string" || words === "") return null;
  return (
    <div className="demand" role="note">
      <TriangleAlert size={15} aria-hidden />
      <strong>{say(fieldOf(customer, "specialDemand")?.label)}</strong>
      <span>{words}</span>
    </div>
  );
}
