import { type ImportReason, useDescribe } from "@/api";
import { useWords } from "@/ui/words";
import { specOf } from "./ValuesPart";

/** useReasonWords says a reason so that it names the column it is about. */
export function useReasonWords(entity: string | undefined): (reason: ImportReason) => string {
  const { t, say } = useWords();
  const { byName } = useDescribe();
  return (reason) => {
    if (!reason.heading) return reason.reason;
    const label = say(specOf(byName, byName.get(entity ?? "")?.fields, reason.field ?? "")?.label);
    const named = reason.reason.includes(reason.heading) || (label !== "" && reason.reason.includes(label));
    return named ? reason.reason : t("import.about", { heading: reason.heading, reason: reason.reason });
  };
}
