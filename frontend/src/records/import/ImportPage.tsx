import { Empty } from "@/ui/Empty";
import { useWords } from "@/ui/words";

export interface ImportPageProps {
  /** Entity to import into; undefined lets the person choose. */
  entity: string | undefined;
  onEntity: (entity: string) => void;
  /** Shows the list of what was imported. */
  onList: (entity: string) => void;
}

/** ImportPage brings a file into the book. The wizard itself lives in this folder. */
export function ImportPage(_props: ImportPageProps) {
  const { t } = useWords();
  return <Empty title={t("nav.import")} text={t("fault.unavailable")} />;
}
