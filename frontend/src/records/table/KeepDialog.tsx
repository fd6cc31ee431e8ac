import { Input, Modal, Radio } from "antd";
import { type ReactNode, useId, useRef, useState } from "react";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";

/** KeepDialog asks under which name something is kept, and for whom. */
export function KeepDialog(props: {
  title: string;
  label: string;
  name: string;
  shared: boolean;
  most: number;
  busy: boolean;
  onClose: () => void;
  onKeep: (name: string, shared: boolean) => void;
  /** Stands above the name. */
  before?: ReactNode;
  /** Stands between the name and for whom. */
  more?: ReactNode;
  /** Stands below. */
  after?: ReactNode;
}) {
  useFocusBack();
  const fields = useRef<HTMLDivElement>(null);
  useFirstFocus(fields);
  const { t } = useWords();
  const id = useId();
  const [name, setName] = useState(props.name);
  const [shared, setShared] = useState(props.shared);
  const keep = () => name.trim() !== "" && props.onKeep(name.trim(), shared);
  return (
    <Modal
      open
      title={props.title}
      okText={t("action.save")}
      okButtonProps={{ disabled: name.trim() === "", loading: props.busy }}
      onCancel={props.onClose}
      onOk={keep}
    >
      <div className="fields fields--one" ref={fields}>
        {props.before}
        <div className="field">
          <label className="field__label" htmlFor={id}>
            {props.label}
          </label>
          <Input
            id={id}
            maxLength={props.most}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={(event) => {
              if (!event.nativeEvent.isComposing) keep();
            }}
          />
        </div>
        {props.more}
        <Radio.Group
          aria-label={t("views.who")}
          value={shared}
          onChange={(event) => setShared(event.target.value as boolean)}
          options={[
            { value: false, label: t("views.private") },
            { value: true, label: t("views.shared") },
          ]}
        />
        {props.after}
      </div>
    </Modal>
  );
}
