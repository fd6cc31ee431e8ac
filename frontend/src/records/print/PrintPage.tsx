import { useEntity } from "@/api";
import { ListPaper } from "./ListPaper";
import { RecordPaper } from "./RecordPaper";
import { ScreenPaper } from "./ScreenPaper";
import type { PrintSearch } from "./search";

/** PrintPage is the preview of what is to be printed: a list, a record, or a page as it stood on the screen. */
export function PrintPage({ asked, onClose }: { asked: PrintSearch; onClose: () => void }) {
  const entity = useEntity(asked.of === "screen" ? "" : asked.entity);
  if (entity && asked.of === "list") return <ListPaper entity={entity} asked={asked} onClose={onClose} />;
  if (entity && asked.of === "record") return <RecordPaper entity={entity} id={asked.id} onClose={onClose} />;
  return <ScreenPaper onClose={onClose} />;
}
