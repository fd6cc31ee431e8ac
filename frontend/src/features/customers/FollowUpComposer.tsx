import type { EntityDescription, FlatRecord } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { TalkForm } from "@/records/page/TalkForm";
import { useWords } from "@/ui/words";

/** FollowUpComposer stands above the timeline: the most used place of the program. */
export function FollowUpComposer({ entity, record }: { entity: EntityDescription; record: FlatRecord }) {
  const { t } = useWords();
  return (
    <TalkForm
      about={about(entity, record)}
      keep={record.id}
      label={t("composer.label")}
      hint={t("composer.hint", { keys: showKeys("mod+enter") })}
      saveLabel={t("composer.save")}
    />
  );
}

// What the follow-up is about: the record itself, and the customer it belongs to.
function about(entity: EntityDescription, record: FlatRecord) {
  const customer = entity.name === "customer" ? record.id : record.customerId;
  return {
    subject: { entity: entity.name, id: record.id },
    customerId: typeof customer === "string" ? customer : undefined,
    contactId: entity.name === "contact" ? record.id : undefined,
  };
}
