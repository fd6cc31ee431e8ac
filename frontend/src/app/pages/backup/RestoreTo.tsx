import { Button, DatePicker, Input, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useId, useState } from "react";
import { faultOf, type Job, type JobResult, runJob } from "@/api";
import { exactInstant } from "@/lib/day";
import { host } from "@/shell";
import { useFaultWords } from "@/ui/faultWords";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { folderFor } from "./folder";

/** RestoreTo makes the book as it was at a moment, in a new folder. The open book stays as it is. */
export function RestoreTo({ id, home, onClose }: { id: string | undefined; home: string; onClose: () => void }) {
  useFocusBack();
  const { t, lang } = useWords();
  const faultWords = useFaultWords();
  const field = useId();
  const [at, setAt] = useState<Dayjs | null>(() => (id ? null : dayjs().subtract(1, "day").second(0).millisecond(0)));
  const [folder, setFolder] = useState<string>();
  const [busy, setBusy] = useState<Job>();
  const [wrong, setWrong] = useState("");
  const [done, setDone] = useState<JobResult<"backup.restoreTo">>();
  const where = folder ?? folderFor(home, at?.toDate() ?? new Date());

  const restore = async () => {
    setWrong("");
    try {
      const input = { id: id ?? "", folder: where, ...(at ? { at: at.toISOString() } : {}) };
      setDone(await runJob("backup.restoreTo", input, setBusy));
    } catch (thrown) {
      const fault = faultOf(thrown);
      setWrong(fault.fields.folder ?? faultWords(fault));
    } finally {
      setBusy(undefined);
    }
  };
  const open = async () => {
    try {
      await host.frame?.openBook(done?.folder ?? "");
      onClose();
    } catch (thrown) {
      setWrong(faultWords(faultOf(thrown)));
    }
  };
  const running = busy !== undefined;
  return (
    <Modal
      open
      title={t("backup.pastTitle")}
      onCancel={onClose}
      mask={{ closable: !running }}
      footer={[
        <Button key="close" onClick={onClose}>
          {t("action.close")}
        </Button>,
        ...(done
          ? host.frame
            ? [
                <Button key="open" type="primary" onClick={() => void open()}>
                  {t("backup.open")}
                </Button>,
              ]
            : []
          : [
              <Button key="go" type="primary" loading={running} onClick={() => void restore()}>
                {t("backup.pastDo")}
              </Button>,
            ]),
      ]}
    >
      <div className="letterform">
        {done ? (
          <div role="status">
            <p>{t("backup.pastDone", { count: done.records, at: exactInstant(done.at, lang) })}</p>
            <p className="second">{t("backup.pastWhere")}</p>
            <p>
              <code className="backup__path">{done.folder}</code>
            </p>
            {!host.frame && <p className="second">{t("backup.pastCommand")}</p>}
          </div>
        ) : (
          <>
            <p>{t("backup.pastText")}</p>
            <div>
              <label className="second" htmlFor={`${field}-at`}>
                {t("backup.pastAt")}
              </label>
              <DatePicker
                id={`${field}-at`}
                className="backup__at"
                showTime={{ format: "HH:mm" }}
                format="YYYY-MM-DD HH:mm"
                placeholder={t("backup.pastWhole")}
                value={at}
                disabledDate={(day) => day.isAfter(dayjs())}
                onChange={(next: Dayjs | null) => setAt(next)}
              />
            </div>
            <div>
              <label className="second" htmlFor={`${field}-folder`}>
                {t("backup.pastFolder")}
              </label>
              <Input
                id={`${field}-folder`}
                value={where}
                status={wrong ? "error" : ""}
                onChange={(event) => setFolder(event.target.value)}
                onPressEnter={(event) => {
                  if (!event.nativeEvent.isComposing && !running) void restore();
                }}
              />
            </div>
          </>
        )}
        {wrong && (
          <p className="backup__wrong" role="alert">
            {wrong}
          </p>
        )}
      </div>
    </Modal>
  );
}
