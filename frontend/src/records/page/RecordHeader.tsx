import { Button, type MenuProps } from "antd";
import {
  CalendarClock,
  Copy,
  Eraser,
  History,
  Link2,
  PenLine,
  Printer,
  RotateCcw,
  Trash2,
  UserPlus,
} from "lucide-react";
import { type ReactNode, Suspense, useMemo, useState } from "react";
import type { EntityDescription, FieldValue, FlatRecord } from "@/api";
import { may, useDescribe } from "@/api";
import { host } from "@/shell";
import { type PageAction, useActions } from "@/ui/actions";
import { useWords } from "@/ui/words";
import { Cell } from "../cells";
import { openTimeMachine } from "../history/timeMachine";
import { titleOf } from "../layouts";
import { MoreMenu } from "../MoreMenu";
import { useNotice } from "../notice";
import { usePrintRecord } from "../print/usePrint";
import { followUpsOf } from "../related";
import { slots } from "../slots";
import { useErase } from "../useErase";
import { useRecordActions } from "../useRecordActions";
import { useFollowUp } from "./followUp";

/** RecordHeader names a record and holds what can be done with it; the first action stands right. */
export function RecordHeader(props: {
  entity: EntityDescription;
  record: FlatRecord;
  onDeleted: () => void;
  onOpen: (id: string) => void;
  level?: "h1" | "h2";
  extra?: ReactNode;
}) {
  const { entity, record, extra } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const notice = useNotice();
  const followUp = useFollowUp();
  const print = usePrintRecord();
  const [sharing, setSharing] = useState(false);
  const actions = useRecordActions(entity, { onDeleted: props.onDeleted, onOpen: props.onOpen });
  const erase = useErase(entity, record);
  const title = titleOf(entity, record, record.titles);
  const deleted = record.deletedAt !== undefined && record.deletedAt !== null;
  const shares = slots.share !== undefined && !deleted && may(entity, "share", record);
  useActions(
    useMemo((): PageAction[] => {
      const past = () => openTimeMachine(entity.name, record.id);
      const all: PageAction[] = [
        { id: "record.past", label: t("past.open"), words: "history time machine", run: past },
      ];
      const share = () => setSharing(true);
      if (shares) all.push({ id: "record.share", label: t("people.shareMenu"), words: "share", run: share });
      return all;
    }, [entity.name, record.id, shares, t]),
  );
  // What a record is at: the choices that are always made, and those whose value stands out.
  const state = entity.fields.filter((spec) => {
    const option = spec.options?.find((each) => each.value === record[spec.name]);
    return spec.kind === "choice" && option !== undefined && (spec.required || option.tone);
  });
  const Title = props.level ?? "h1";
  // Beside a list the first action of the page is the list's.
  const main = Title === "h1" ? "primary" : "default";

  const menu = (): MenuProps["items"] =>
    [
      actions.mayUpdate(record) && {
        key: "edit",
        icon: <PenLine size={14} />,
        label: t("action.edit"),
        onClick: () => actions.edit(record),
      },
      actions.mayCreate && {
        key: "copy",
        icon: <Copy size={14} />,
        label: t("action.duplicate"),
        onClick: () => void actions.duplicate(record),
      },
      {
        key: "print",
        icon: <Printer size={14} />,
        label: t("print.menu"),
        onClick: () => print(entity.name, record.id),
      },
      {
        key: "past",
        icon: <CalendarClock size={14} />,
        label: t("past.open"),
        onClick: () => openTimeMachine(entity.name, record.id),
      },
      shares && {
        key: "share",
        icon: <UserPlus size={14} />,
        label: t("people.shareMenu"),
        onClick: () => setSharing(true),
      },
      {
        key: "link",
        icon: <Link2 size={14} />,
        label: t("record.copyLink"),
        onClick: () => {
          const address = `${location.href.split("#")[0]}#/records/${entity.name}/${record.id}`;
          void host.copy(address).then(() => notice.done(t("action.copied")), notice.failed);
        },
      },
      (actions.mayDelete(record) || erase !== undefined) && { type: "divider" as const },
      actions.mayDelete(record) && {
        key: "delete",
        danger: true,
        icon: <Trash2 size={14} />,
        label: t("action.delete"),
        onClick: () => actions.remove(record),
      },
      erase !== undefined && {
        key: "erase",
        danger: true,
        icon: <Eraser size={14} />,
        label: t("erase.menu"),
        onClick: erase,
      },
    ].filter((item) => item !== false);

  const canFollow = followUpsOf(entity, record, byName) !== undefined && !deleted;
  const Banner = slots.banner;
  const Share = slots.share;
  const Actions = Title === "h1" && !deleted ? slots.actions[entity.name] : undefined;
  return (
    <>
      <header className="recordhead">
        <div className="recordhead__words">
          <div className="recordhead__kind">{say(entity.label)}</div>
          <Title className="recordhead__title" title={title}>
            {title}
          </Title>
          {state.slice(0, 3).map((spec) => (
            <Cell key={spec.name} spec={spec} value={record[spec.name] as FieldValue} />
          ))}
        </div>
        <div className="recordhead__actions">
          {deleted ? (
            <>
              {erase && <Button onClick={erase}>{t("erase.menu")}</Button>}
              {actions.mayRestore(record) && (
                <Button
                  type="primary"
                  icon={<RotateCcw size={15} aria-hidden />}
                  onClick={() => void actions.restore(record)}
                >
                  {t("action.restore")}
                </Button>
              )}
            </>
          ) : (
            <>
              {Actions && (
                <Suspense fallback={null}>
                  <Actions entity={entity} record={record} />
                </Suspense>
              )}
              <MoreMenu items={menu} />
              {canFollow ? (
                <Button type={main} icon={<History size={15} aria-hidden />} onClick={() => followUp(entity, record)}>
                  {t("command.followUp")}
                </Button>
              ) : (
                actions.mayUpdate(record) && (
                  <Button type={main} icon={<PenLine size={15} aria-hidden />} onClick={() => actions.edit(record)}>
                    {t("action.edit")}
                  </Button>
                )
              )}
            </>
          )}
          {extra}
        </div>
      </header>
      {Banner && <Banner entity={entity} record={record} />}
      {Share && sharing && (
        <Suspense fallback={null}>
          <Share entity={entity} record={record} onClose={() => setSharing(false)} />
        </Suspense>
      )}
    </>
  );
}
