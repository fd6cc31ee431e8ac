import { Button, Modal } from "antd";
import { Copy } from "lucide-react";
import { useState } from "react";
import type { BulkResult } from "@/api";
import { host } from "@/shell";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { writeTable } from "../grid/range";

/** BulkSummary says what was done and which records stayed as they were, each with its reason. */
export function BulkSummary(props: {
  words: string;
  result: BulkResult;
  onOpen: (id: string) => void;
  onClose: () => void;
}) {
  useFocusBack();
  const { words, result, onOpen, onClose } = props;
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const left = result.failed.length + (result.more ?? 0);
  const copy = () =>
    void host
      .copy(writeTable(result.failed.map((each) => [each.title, each.reason])))
      .then(() => setCopied(true))
      .catch(() => undefined);
  return (
    <Modal
      open
      title={`${words} · ${t("bulk.failed", { count: left })}`}
      onCancel={onClose}
      footer={
        <>
          <Button icon={<Copy size={14} aria-hidden />} onClick={copy}>
            {copied ? t("action.copied") : t("bulk.copyFailed")}
          </Button>
          <Button type="primary" onClick={onClose}>
            {t("action.close")}
          </Button>
        </>
      }
    >
      <p className="faint">{t("bulk.failedText")}</p>
      <ul className="failures">
        {result.failed.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              className="linklike"
              onClick={() => {
                onClose();
                onOpen(each.id);
              }}
            >
              {each.title || each.id}
            </button>
            <span>{each.reason}</span>
          </li>
        ))}
      </ul>
      {result.more ? <p className="faint">{t("bulk.moreFailed", { count: result.more })}</p> : null}
    </Modal>
  );
}
