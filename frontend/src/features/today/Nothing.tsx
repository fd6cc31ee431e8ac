import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { CircleCheck, Plus, Upload } from "lucide-react";
import { may, useAnswer, useEntity } from "@/api";
import { openForm } from "@/records/form/store";
import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

/** useNewBook tells whether there is no customer yet, which is asked where nothing waits. */
export function useNewBook(nothingWaits: boolean | undefined): boolean | undefined {
  const input = { entity: "customer", limit: 1, columns: ["name"] };
  const total = useAnswer("records.list", input, ["customer"], nothingWaits === true).data?.total;
  if (nothingWaits !== true) return nothingWaits;
  return total === undefined ? undefined : total === 0;
}

/** Nothing waits: either everything was done, or the book is new. */
export function Nothing({ done, fresh }: { done: number; fresh: boolean | undefined }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const customer = useEntity("customer");
  const deals = useEntity("opportunity") !== undefined;
  if (fresh === undefined) return null;
  if (fresh) {
    return (
      <Empty title={t("today.newTitle")} text={t("today.newText")}>
        {customer && may(customer, "import") && (
          <Button
            icon={<Upload size={15} aria-hidden />}
            onClick={() => void navigate({ to: "/import", search: { entity: "customer" } })}
          >
            {t("today.importCustomers")}
          </Button>
        )}
        {customer && may(customer, "create") && (
          <Button icon={<Plus size={15} aria-hidden />} onClick={() => openForm({ entity: "customer" })}>
            {t("today.newCustomer")}
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
