import { Modal } from "antd";
import { type FormEvent, useRef, useState } from "react";
import { call } from "@/api";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { Secret } from "./Secret";
import { useTry } from "./useTry";

/** EndSessions asks for one's password once more before one's sessions end: one of them, or all. */
export function EndSessions(props: { id?: string; onEnded: () => void; onClose: () => void }) {
  useFocusBack();
  const { t } = useWords();
  const [secret, setSecret] = useState("");
  const { busy, said, fields, attempt } = useTry();
  const form = useRef<HTMLFormElement>(null);
  useFirstFocus(form);
  const end = async (event?: FormEvent) => {
    event?.preventDefault();
    if (secret === "" || busy) return;
    if (await attempt(() => call("account.endSessions", { id: props.id, secret }))) props.onEnded();
  };
  return (
    <Modal
      open
      title={t(props.id ? "lock.endAsk" : "lock.endAllAsk")}
      onCancel={props.onClose}
      onOk={() => void end()}
      okText={t(props.id ? "lock.end" : "lock.endAll")}
      okButtonProps={{ danger: true, loading: busy, disabled: secret === "" }}
    >
      <form ref={form} onSubmit={(event) => void end(event)}>
        <Secret
          label={t("lock.yourPassword")}
          value={secret}
          onChange={setSecret}
          problem={fields.secret ?? said}
          hint={t("lock.yourPasswordWhy")}
          autoComplete="current-password"
        />
      </form>
    </Modal>
  );
}
