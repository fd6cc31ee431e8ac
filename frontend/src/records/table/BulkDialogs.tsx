import { Checkbox, Modal, Select } from "antd";
import { type ReactNode, useRef, useState } from "react";
import type { EntityDescription, FieldValue } from "@/api";
import { match } from "@/lib/pinyin";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import { Input } from "../inputs";
import { editableInPlace } from "../layouts";
import { RecordPicker } from "../picker/RecordPicker";

/** EditDialog asks for one field and what it becomes in everything selected. */
export function EditDialog(props: {
  entity: EntityDescription;
  count: number;
  onClose: () => void;
  onApply: (field: string, value: FieldValue) => Promise<void>;
}) {
  useFocusBack();
  const { entity, count, onClose, onApply } = props;
  const { t, say } = useWords();
  const fields = entity.fields.filter((spec) => editableInPlace(spec) && !spec.unique && !spec.unlisted);
  const [name, setName] = useState(fields.find((spec) => spec.kind === "choice")?.name ?? fields[0]?.name ?? "");
  const [value, setValue] = useState<FieldValue>();
  const [problem, setProblem] = useState<string>();
  const spec = fields.find((each) => each.name === name);
  const [emptied, setEmptied] = useState(false);
  const empty = value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return (
    <Modal
      open
      title={t("bulk.editField")}
      okText={t("bulk.apply", { count })}
      okButtonProps={{ disabled: emptied ? false : problem !== undefined || empty }}
      onCancel={onClose}
      onOk={() => {
        onClose();
        void onApply(name, emptied ? undefined : value);
      }}
    >
      <First>
        <div className="field">
          <label className="field__label" htmlFor="bulk-field">
            {t("bulk.field")}
          </label>
          <Select
            id="bulk-field"
            className="wide"
            value={name}
            showSearch={{ filterOption: (typed, option) => match(String(option?.label ?? ""), typed) > 0 }}
            options={fields.map((each) => ({ value: each.name, label: say(each.label) }))}
            onChange={(next: string) => {
              setName(next);
              setValue(undefined);
              setProblem(undefined);
              setEmptied(false);
            }}
          />
        </div>
        {spec && (
          <div className="field">
            <label className="field__label" htmlFor="bulk-value">
              {t("bulk.value")}
            </label>
            <Input
              key={name}
              id="bulk-value"
              spec={spec}
              value={value}
              invalid={problem !== undefined}
              disabled={emptied}
              onChange={setValue}
              onProblem={setProblem}
            />
            {problem && !emptied && <div className="field__problem">{problem}</div>}
            {!spec.required && (
              <Checkbox
                className="field__empty"
                checked={emptied}
                onChange={(event) => setEmptied(event.target.checked)}
              >
                {t("bulk.emptyIt")}
              </Checkbox>
            )}
          </div>
        )}
      </First>
    </Modal>
  );
}

// The cursor is in the first input of a dialog as soon as it is there.
function First({ children }: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  useFirstFocus(root);
  return (
    <div className="fields fields--one" ref={root}>
      {children}
    </div>
  );
}

/** AssignDialog asks who takes over everything selected. */
export function AssignDialog(props: {
  count: number;
  onClose: () => void;
  onApply: (ownerId: string) => Promise<void>;
}) {
  useFocusBack();
  const { count, onClose, onApply } = props;
  const { t } = useWords();
  const [owner, setOwner] = useState<string>();
  return (
    <Modal
      open
      title={t("bulk.assignTo")}
      okText={t("bulk.applyAssign", { count })}
      okButtonProps={{ disabled: owner === undefined }}
      onCancel={onClose}
      onOk={() => {
        onClose();
        if (owner) void onApply(owner);
      }}
    >
      <First>
        <RecordPicker
          entity="user"
          value={owner}
          required
          aria={{ "aria-label": t("bulk.assignTo") }}
          onChange={setOwner}
        />
      </First>
    </Modal>
  );
}
