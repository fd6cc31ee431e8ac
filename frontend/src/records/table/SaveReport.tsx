import { Input, Modal, Radio } from "antd";
import { useState } from "react";
import { type EntityDescription, forget, type Sort, useOperation, type Where } from "@/api";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";

/** What a list asks, to be asked again as a report. */
export interface ReportOf {
  where?: Where;
  sort: Sort[];
  columns: string[];
  group?: string;
}

/** SaveReport keeps a list as a report: it is made anew as a workbook whenever it is asked for. */
export function SaveReport(props: { entity: EntityDescription; of: ReportOf; name: string; onClose: () => void }) {
  const { entity, of, onClose } = props;
  const { t } = useWords();
  const notice = useNotice();
  const create = useOperation("records.create");
  const [name, setName] = useState(props.name);
  const [note, setNote] = useState("");
  const [shared, setShared] = useState(true);
  const save = async () => {
    const field = of.group?.split(":")[0];
    // The rows of a group stand together.
    const sort = field ? [{ field }, ...of.sort.filter((each) => each.field !== field)] : of.sort;
    try {
      await create.mutateAsync({
        entity: "report",
        record: {
          name: name.trim(),
          entity: entity.name,
          where: of.where ? JSON.stringify(of.where) : "",
          sort: JSON.stringify(sort),
          columns: JSON.stringify(of.columns),
          groups: of.group ? JSON.stringify([of.group]) : "",
          shared,
          note,
        },
      });
      await forget(["report"]);
      notice.done(t("report.saved", { name: name.trim() }));
      onClose();
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <Modal
      open
      title={t("report.save")}
      okText={t("action.save")}
      okButtonProps={{ disabled: name.trim() === "", loading: create.isPending }}
      onCancel={onClose}
      onOk={() => void save()}
    >
      <div className="fields fields--one">
        <p className="faint">{t("report.text")}</p>
        <div className="field">
          <label className="field__label" htmlFor="report-name">
            {t("report.name")}
          </label>
          <Input
            id="report-name"
            autoFocus
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={(event) => {
              if (!event.nativeEvent.isComposing && name.trim() !== "") void save();
            }}
          />
        </div>
        <div className="field">
          <label className="field__label" htmlFor="report-note">
            {t("report.note")}
          </label>
          <Input.TextArea id="report-note" rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
        <Radio.Group
          aria-label={t("views.who")}
          value={shared}
          onChange={(event) => setShared(event.target.value as boolean)}
          options={[
            { value: true, label: t("views.shared") },
            { value: false, label: t("views.private") },
          ]}
        />
      </div>
    </Modal>
  );
}
