import { Button } from "antd";
import { FlaskConical } from "lucide-react";
import { useDescribe } from "@/api";
import { useNotice } from "@/records/notice";
import { useWords } from "@/ui/words";
import { useStart } from "./start";
import { useLent } from "./useLent";

/** LentOffer brings practice data in from a list with nothing in it, as long as the whole book is new. */
export function LentOffer() {
  const { t } = useWords();
  const { book } = useDescribe();
  const notice = useNotice();
  const start = useStart();
  const lent = useLent();
  const isNew = Object.values(start.data?.own ?? { unknown: 1 }).every((count) => count === 0);
  if (book.practice || lent.there || (!isNew && !lent.busy)) return null;
  return (
    <Button
      type="text"
      icon={<FlaskConical size={15} aria-hidden />}
      loading={lent.busy}
      onClick={() => void lent.fill().catch(notice.failed)}
    >
      {t("start.lentFill")}
    </Button>
  );
}
