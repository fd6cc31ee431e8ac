import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { faultOf } from "@/api";
import { host, type OpenedFile } from "@/shell";
import { useFaultWords } from "@/ui/faultWords";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";

/** RestoreDialog makes a new book from a backup; the one that is open stays as it is. */
export function RestoreDialog({ file, onClose }: { file: OpenedFile; onClose: () => void }) {
  useFocusBack();
  const { t } = useWords();
  const words = useFaultWords();
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const [done, setDone] = useState<{ folder: string; records: number }>();

  const attempt = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setFault("");
    try {
      await act();
    } catch (thrown) {
      setFault(words(faultOf(thrown)));
    } finally {
      setBusy(false);
    }
  };
  const restore = () =>
    attempt(async () => {
      if (host.frame) setDone(await host.frame.restore(file.path, passphrase));
    });
  const open = () =>
    attempt(async () => {
      await host.frame?.openBook(done?.folder ?? "");
      onClose();
    });
  return (
    <Modal
      open
      title={t("window.restoreTitle")}
      onCancel={onClose}
      mask={{ closable: !busy }}
      footer={[
        <Button key="close" onClick={onClose} disabled={busy}>
          {t("action.close")}
        </Button>,
        <Button key="go" type="primary" loading={busy} onClick={() => void (done ? open() : restore())}>
          {done ? t("window.restoredOpen") : t("window.restoreDo")}
        </Button>,
      ]}
    >
      {done ? (
        <>
          <p>{t("window.restored", { count: done.records })}</p>
          <p className="second">{t("window.restoredWhere", { folder: done.folder })}</p>
        </>
      ) : (
        <div className="letterform">
          <p>{t("window.restoreText", { name: file.name })}</p>
          <div>
            <label className="second" htmlFor="restore-pass">
              {t("window.restorePass")}
            </label>
            <Input.Password
              id="restore-pass"
              value={passphrase}
              autoComplete="off"
              onChange={(event) => setPassphrase(event.target.value)}
              onPressEnter={(event) => {
                if (!event.nativeEvent.isComposing && !busy) void restore();
              }}
            />
          </div>
        </div>
      )}
      {fault && (
        <p className="import__fault" role="alert">
          {fault}
        </p>
      )}
    </Modal>
  );
}
