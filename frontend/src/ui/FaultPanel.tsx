import { Button } from "antd";
import { useFaultWords } from "./faultWords";
import { useWords } from "./words";

/** FaultPanel says in place of some content why it is not there, and offers to try again. */
export function FaultPanel({ fault, onRetry }: { fault: { kind: string; message: string }; onRetry?: () => void }) {
  const { t } = useWords();
  const words = useFaultWords();
  return (
    <div className="empty" role="alert">
      <p className="empty__text">{words(fault)}</p>
      {onRetry && <Button onClick={onRetry}>{t("action.retry")}</Button>}
    </div>
  );
}
