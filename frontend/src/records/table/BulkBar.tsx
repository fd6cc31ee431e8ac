import { App, Button, Progress } from "antd";
import { PenLine, Trash2, UserRoundPlus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  type BulkResult,
  call,
  type EntityDescription,
  type FieldValue,
  forget,
  type Job,
  may,
  runJob,
  useDescribe,
  type Where,
} from "@/api";
import { useWords } from "@/ui/words";
import type { Selection } from "../grid/selection";
import { useNotice } from "../notice";
import { AssignDialog, EditDialog } from "./BulkDialogs";
import { BulkSummary } from "./BulkSummary";
import { useSelected, whichSelected } from "./useSelected";

interface BulkProps {
  entity: EntityDescription;
  selection: Selection;
  total: number;
  /** Filter that "all matching" means. */
  where: Where | undefined;
  onSelectAll: () => void;
  onClear: () => void;
  onOpen: (id: string) => void;
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
  const [failed, setFailed] = useState<{ words: string; result: BulkResult }>();
  const busy = progress !== undefined;
  const { count: now, known } = useSelected(entity.name, selection, total, where);
  // While it is worked on, one is told of what was selected before.
  const told = useRef(now);
  if (!busy) told.current = now;
  const count = told.current;
  const which = () => whichSelected(selection, where);
  const nothing = known && now === 0 && !busy && failed === undefined;
  useEffect(() => {
    if (nothing) onClear();
  }, [nothing, onClear]);

  const tell = (result: BulkResult, did: string) => {
    const left = result.failed.length + (result.more ?? 0);
    const words = result.same ? `${did} · ${t("bulk.same", { count: result.same })}` : did;
    notice.done(left > 0 ? `${words} · ${t("bulk.failed", { count: left })}` : words, result.change);
    if (left > 0) setFailed({ words, result });
  };
  const run = async (work: (progress: (job: Job) => void) => Promise<BulkResult>, words: (done: number) => string) => {
    let last: Job | undefined;
    const heard = (job: Job) => {
      last = job;
      setProgress(job);
    };
    try {
      const result = await work(heard);
      tell(result, words(result.done));
      if (result.failed.length === 0) onClear();
    } catch (thrown) {
      // What was done before it was stopped can be taken back like any other change.
      if (last?.state !== "cancelled") notice.failed(thrown);
      else {
        const { job } = await call("jobs.get", { id: last.id });
        const part = (job.result as BulkResult | undefined) ?? nothingDone;
        tell(part, `${t("bulk.stopped")} · ${words(part.done)}`);
      }
    } finally {
      setProgress(undefined);
      await forget([entity.name]);
    }
  };
  const edit = (field: string, value: FieldValue) =>
    run(
      (heard) =>
        runJob("records.bulkUpdate", { entity: entity.name, set: { [field]: value ?? null }, ...which() }, heard),
      (done) => t("bulk.updated", { count: done }),
    );
  const assign = (ownerId: string) =>
    run(
      (heard) => runJob("records.assign", { entity: entity.name, ownerId, ...which() }, heard),
      (done) => t("bulk.assigned", { count: done }),
    );
  const remove = () =>
    modal.confirm({
      title: t("bulk.deleteAsk", { count: count, name: say(count === 1 ? entity.label : entity.plural) }),
      content: t("bulk.deleteText"),
      okText: t("action.delete"),
      okButtonProps: { danger: true },
      // The question closes at once; how far it is stands in the bar.
      onOk: () =>
        void run(
          (heard) => runJob("records.bulkDelete", { entity: entity.name, ...which() }, heard),
          (done) => t("bulk.deleted", { count: done }),
        ),
    });

  return (
    <div className="bulk" role="toolbar" aria-label={t("list.selected", { count })}>
      <span className="bulk__count" aria-live="polite">
        {selection.all && count === total ? t("list.selectedAll", { count }) : t("list.selected", { count })}
      </span>
      {total > count && (
        <button type="button" className="linklike" disabled={busy} onClick={props.onSelectAll}>
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
        {may(entity, "assign") && byName.has("user") && (
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
          <span className="bulk__progress">
            <Progress
              size="small"
              showInfo={false}
              aria-label={t("bulk.progress")}
              percent={((progress.done / (progress.total || count || 1)) * 100) | 0}
            />
            <span className="faint figure" aria-live="polite">
              {t("bulk.running", { done: progress.done, total: progress.total || count })}
            </span>
            <Button size="small" type="text" onClick={() => void call("jobs.cancel", { id: progress.id })}>
              {t("bulk.stop")}
            </Button>
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
      {failed && (
        <BulkSummary
          words={failed.words}
          result={failed.result}
          onOpen={props.onOpen}
          onClose={() => setFailed(undefined)}
        />
      )}
    </div>
  );
}

const nothingDone: BulkResult = { done: 0, failed: [] };
