import { Button } from "antd";
import { toDay } from "@/lib/day";
import { useNotice } from "@/records/notice";
import { host } from "@/shell";
import { useNow } from "@/ui/now";
import { useWords } from "@/ui/words";
import { StayWithKey } from "./StayWithKey";

/** RecoveryPaper shows a recovery key as it belongs on paper: what it is of, since when, the key. */
export function RecoveryPaper(props: {
  value: string;
  name: string;
  onKept: () => void;
  /** Before the book is open there is nowhere else to go. */
  atDoor?: boolean;
}) {
  const { t } = useWords();
  const notice = useNotice();
  const now = useNow();
  const copy = () => void host.copy(props.value).then(() => notice.done(t("recovery.copied")), notice.failed);
  return (
    <div className="recovery is-printing">
      {!props.atDoor && <StayWithKey onLeave={props.onKept} />}
      <p>{t("recovery.paper", { name: props.name || t("app.name"), day: toDay(now) })}</p>
      <p className="recovery__key">{props.value}</p>
      <p className="second">{t("recovery.text")}</p>
      <div className="recovery__actions">
        <Button type="primary" onClick={() => window.print()}>
          {t("recovery.print")}
        </Button>
        <Button onClick={copy}>{t("recovery.copy")}</Button>
        <Button onClick={props.onKept}>{t(props.atDoor ? "lock.goOn" : "recovery.kept")}</Button>
      </div>
    </div>
  );
}
