import { Check, X } from "lucide-react";
import { useWords } from "@/ui/words";
import type { CellProps } from "./cell";

export function FlagCell({ value }: CellProps) {
  const { t } = useWords();
  return (
    <span className="withicon">
      {value === true ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
      {value === true ? t("state.yes") : t("state.no")}
    </span>
  );
}
