import { TalkForm } from "@/records/page/TalkForm";
import { useWords } from "@/ui/words";
import { leadsTo, type TodayItem } from "./items";

/** Talk closes what waits: it asks what was said, and for the next step. */
export function Talk(props: { item: TodayItem; onDone: () => void; onCancel: () => void; onClose: () => void }) {
  const { item } = props;
  const { t } = useWords();
  const isPlan = item.kind === "plan";
  return (
    <div className="todo__talk">
      <TalkForm
        open
        about={{
          subject: leadsTo(item),
          customerId: item.customerId,
          contactId: item.contactId,
          planId: isPlan ? item.id : undefined,
        }}
        keep={`today.${item.id}`}
        way={item.way}
        label={t("today.askSaid")}
        hint={t("today.askSaid")}
        saveLabel={isPlan ? t("today.closeSaid") : t("composer.save")}
        onEmpty={isPlan ? { label: t("today.closeOnly"), run: props.onClose } : undefined}
        onSaved={props.onDone}
        onCancel={props.onCancel}
      />
    </div>
  );
}
