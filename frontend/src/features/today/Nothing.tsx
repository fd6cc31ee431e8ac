import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { CircleCheck } from "lucide-react";
import { may, useAnswer, useEntity } from "@/api";
import { openForm } from "@/records/form/store";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

/** Nothing waits: either everything was done, or the book is new. */
export function Nothing({ done }: { done: number }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const customer = useEntity("customer");
  const deals = useEntity("opportunity") !== undefined;
  const customers = useAnswer("records.list", { entity: "customer", limit: 1, columns: ["name"] }, ["customer"]);
  if (!customers.data) return null;
  if (customers.data.total === 0) {
    return (
      <Empty title={t("today.newTitle")} text={t("today.newText")}>
        {customer && may(customer, "create") && (
          <Button type="primary" onClick={() => openForm({ entity: "customer" })}>
            {t("today.newCustomer")}
          </Button>
        )}
        {customer && may(customer, "import") && (
          <Button onClick={() => void navigate({ to: "/import", search: { entity: "customer" } })}>
            {t("today.importCustomers")}
          </Button>
        )}
      </Empty>
    );
  }
  return (
    <div className="today__clear">
      <CircleCheck size={40} strokeWidth={1.25} aria-hidden />
      <Empty
        title={t("today.clearTitle")}
        text={t(deals ? "today.clearText" : "today.clearTextPlain", { count: done })}
      />
    </div>
  );
}
