import { Button, Input, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { forget, useAnswer, useOperation } from "@/api";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { smallPicture } from "./picture";

/** LetterheadForm says what stands on top of what is printed, for the whole book. */
export function LetterheadForm({ onClose }: { onClose: () => void }) {
  useFocusBack();
  const lines = useRef<HTMLDivElement>(null);
  useFirstFocus(lines);
  const { t } = useWords();
  const notice = useNotice();
  const known = useAnswer("letterhead.get", {}, ["*letterhead"]);
  const save = useOperation("letterhead.set");
  const [head, setHead] = useState(known.data ?? {});
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (known.data) setHead(known.data);
  }, [known.data]);

  const keep = async () => {
    try {
      await save.mutateAsync(head);
      await forget(["*letterhead"]);
      notice.done(t("print.headSaved"));
      onClose();
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const pick = async (file: File | undefined) => {
    if (!file) return;
    const logo = await smallPicture(file).catch(() => undefined);
    if (logo) setHead((was) => ({ ...was, logo }));
    else notice.failed(new Error(t("print.logoBad")));
  };
  const line = (name: "company" | "address" | "contact") => (
    <div className="letterform__line">
      <label htmlFor={`letterhead-${name}`}>{t(`print.${name}`)}</label>
      <Input
        id={`letterhead-${name}`}
        value={head[name] ?? ""}
        maxLength={120}
        onChange={(event) => setHead((was) => ({ ...was, [name]: event.target.value }))}
      />
    </div>
  );
  return (
    <Modal
      open
      title={t("print.headTitle")}
      okText={t("action.save")}
      cancelText={t("action.cancel")}
      confirmLoading={save.isPending}
      onOk={() => void keep()}
      onCancel={onClose}
    >
      <p className="second">{t("print.headText")}</p>
      <div className="letterform" ref={lines}>
        {line("company")}
        {line("address")}
        {line("contact")}
        <div className="letterform__line">
          <span>{t("print.logo")}</span>
          <span className="letterform__logo">
            {head.logo && <img className="letterhead__logo" src={head.logo} alt={t("print.logo")} />}
            <input
              ref={picker}
              type="file"
              accept="image/png,image/jpeg"
              className="hiddenfile"
              tabIndex={-1}
              aria-label={t("print.logoPick")}
              onChange={(event) => {
                void pick(event.target.files?.[0]);
                event.target.value = "";
              }}
            />
            <Button onClick={() => picker.current?.click()}>{t("print.logoPick")}</Button>
            {head.logo && (
              <Button type="text" onClick={() => setHead((was) => ({ ...was, logo: "" }))}>
                {t("print.logoRemove")}
              </Button>
            )}
            {!head.logo && <span className="faint">{t("print.logoKinds")}</span>}
          </span>
        </div>
      </div>
    </Modal>
  );
}
