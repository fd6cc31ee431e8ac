import { App, Button, Checkbox, Modal, Select } from "antd";
import { PenLine, Trash2, UserRoundPlus, X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import {
  type BulkResult,
  type EntityDescription,
  type FieldValue,
  forget,
  type Job,
  may,
  runJob,
  useDescribe,
  type Where,
} from "@/api";
import { match } from "@/lib/pinyin";
import { useFirstFocus } from "@/ui/useFirstFocus";
import { useWords } from "@/ui/words";
import type { Selection } from "../grid/selection";
import { Input } from "../inputs";
import { editableInPlace } from "../layouts";
import { useNotice } from "../notice";
import { RecordPicker } from "../picker/RecordPicker";

interface BulkProps {
  entity: EntityDescription;
  selection: Selection;
  total: number;
  loaded: number;
  /** Filter that "all matching" means. */
  where: Where | undefined;
  onSelectAll: () => void;
  onClear: () => void;
}

/** BulkBar acts on everything that is selected, as one change that can be undone as one. */
export function BulkBar(props: BulkProps) {
  const { entity, selection, total, where, onClear } = props;
  const { t, say } = useWords();
  const { modal } = App.useApp();
  const { byName } = useDescribe();
  const notice = useNotice();
  const [dialog, setDialog] = useState<"edit" | "assign">();
  const [progress, setProgress] = useState<Job>();
  const count = selection.all ? total : selection.ids.size;
  const which = () => (selection.all ? { where: where ?? {} } : { ids: [...selection.ids] });

  const tell = (result: BulkResult, words: string) => {
    const parts = [words];
    const failed = result.failed.length + (result.more ?? 0);
    if (failed > 0)
      parts.push(`${t("bulk.failed", { count: failed })}${result.failed[0] ? `: ${result.failed[0].reason}` : ""}`);
    notice.done(parts.join(" · "), result.change);
  };
  const run = async (work: () => Promise<void>) => {
    try {
      await work();
      onClear();
      await forget([entity.name]);
    } catch (thrown) {
      notice.failed(thrown);
    } finally {
      setProgress(undefined);
    }
  };
  const edit = (field: string, value: FieldValue) =>
    run(async () => {
      const result = await runJob(
        "records.bulkUpdate",
        { entity: entity.name, set: { [field]: value ?? null }, ...which() },
        setProgress,
      );
      tell(result, t("bulk.updated", { count: result.done }));
    });
  const assign = (ownerId: string) =>
    run(async () => {
      const result = await runJob("records.assign", { entity: entity.name, ownerId, ...which() }, setProgress);
      tell(result, t("bulk.assigned", { count: result.done }));
    });
  const remove = () =>
    modal.confirm({
      title: t("bulk.deleteAsk", { count: count, name: say(entity.label) }),
      content: t("bulk.deleteText"),
      okText: t("action.delete"),
      okButtonProps: { danger: true },
      onOk: () =>
        run(async () => {
          const result = await runJob("records.bulkDelete", { entity: entity.name, ...which() }, setProgress);
          tell(result, t("bulk.deleted", { count: result.done }));
        }),
    });

  const busy = progress !== undefined;
  return (
    <div className="bulk" role="toolbar" aria-label={t("list.selected", { count })}>
      <span className="bulk__count" aria-live="polite">
        {selection.all ? t("list.selectedAll", { count }) : t("list.selected", { count })}
      </span>
      {!selection.all && selection.ids.size >= props.loaded && total > count && (
        <button type="button" className="linklike" onClick={props.onSelectAll}>
          {t("list.selectAllMatching", { count: total })}
        </button>
      )}
      <span className="bulk__actions">
        {may(entity, "update") && (
          <Button
            size="small"
            icon={<PenLine size={14} aria-hidden />}
            disabled={busy}
            onClick={() => setDialog("edit")}
          >
            {t("bulk.editField")}
          </Button>
        )}
        {may(entity, "update") && byName.has("user") && (
          <Button
            size="small"
            icon={<UserRoundPlus size={14} aria-hidden />}
            disabled={busy}
            onClick={() => setDialog("assign")}
          >
            {t("bulk.assign")}
          </Button>
        )}
        {may(entity, "delete") && (
          <Button
            size="small"
            danger
            icon={<Trash2 size={14} aria-hidden />}
            disabled={busy}
            onClick={() => void remove()}
          >
            {t("action.delete")}
          </Button>
        )}
        {progress && (
          <span className="faint figure" aria-live="polite">
            {t("bulk.running", { done: progress.done, total: progress.total || count })}
          </span>
        )}
      </span>
      <button type="button" className="iconbutton" aria-label={t("list.clearSelection")} onClick={onClear}>
        <X size={16} aria-hidden />
      </button>
      {dialog === "edit" && (
        <EditDialog entity={entity} count={count} onClose={() => setDialog(undefined)} onApply={edit} />
      )}
      {dialog === "assign" && <AssignDialog count={count} onClose={() => setDialog(undefined)} onApply={assign} />}
    </div>
  );
}

function EditDialog(props: {
  entity: EntityDescription;
  count: number;
  onClose: () => void;
  onApply: (field: string, value: FieldValue) => Promise<void>;
}) {
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

function AssignDialog(props: { count: number; onClose: () => void; onApply: (ownerId: string) => Promise<void> }) {
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
