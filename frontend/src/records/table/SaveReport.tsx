import { Input } from "antd";
import { useState } from "react";
import { type EntityDescription, forget, type Sort, useOperation, type Where } from "@/api";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { KeepDialog } from "./KeepDialog";

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
  const [note, setNote] = useState("");
  const save = async (name: string, shared: boolean) => {
    const field = of.group?.split(":")[0];
    // The rows of a group stand together.
    const sort = field ? [{ field }, ...of.sort.filter((each) => each.field !== field)] : of.sort;
    try {
      await create.mutateAsync({
        entity: "report",
        record: {
          name,
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
      notice.done(t("report.saved", { name }));
      onClose();
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  return (
    <KeepDialog
      title={t("report.save")}
      label={t("report.name")}
      name={props.name}
      shared
      most={80}
      busy={create.isPending}
      onClose={onClose}
      onKeep={(name, shared) => void save(name, shared)}
      before={<p className="faint">{t("report.text")}</p>}
      more={
        <div className="field">
          <label className="field__label" htmlFor="report-note">
            {t("report.note")}
          </label>
          <Input.TextArea id="report-note" rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
      }
    />
  );
}
