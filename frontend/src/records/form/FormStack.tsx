import { useBlocker } from "@tanstack/react-router";
import { App, Drawer } from "antd";
import { useCallback, useRef, useState } from "react";
import { type FlatRecord, useEntity, useRecord } from "@/api";
import { FaultPanel } from "@/ui/FaultPanel";
import { useWords } from "@/ui/words";
import { titleOf } from "../layouts";
import { useNotice } from "../notice";
import { RecordForm } from "./RecordForm";
import { type FormRequest, useForms } from "./store";
import { inForm } from "./useDraft";

/** FormStack shows the forms that were asked for, one upon another, each in its own drawer. */
export function FormStack() {
  const forms = useForms((stack) => stack.forms);
  return forms.map((form, depth) => <FormDrawer key={form.key} request={form} depth={depth} />);
}

function FormDrawer({ request, depth }: { request: FormRequest; depth: number }) {
  const { t, say } = useWords();
  const { modal } = App.useApp();
  const notice = useNotice();
  const close = useForms((stack) => stack.close);
  const entity = useEntity(request.entity);
  const found = useRecord(request.entity, request.id);
  // The record as it was when the form was opened: what others save meanwhile must not change what is being typed.
  const [opened, setOpened] = useState<FlatRecord>();
  const [round, setRound] = useState(0);
  const [shown, setShown] = useState(true);
  const dirty = useRef(false);
  if (request.id !== undefined && opened === undefined && found.data && !found.isFetching) setOpened(found.data);

  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        modal.confirm({
          title: t("form.leaveAsk"),
          content: t("form.leaveText"),
          okText: t("action.discard"),
          okButtonProps: { danger: true },
          autoFocusButton: "cancel",
          cancelText: t("action.keepEditing"),
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        });
      }),
    [modal, t],
  );
  const leave = async () => {
    if (dirty.current && !(await ask())) return;
    dirty.current = false;
    setShown(false);
  };
  useBlocker({
    shouldBlockFn: async () => {
      if (!dirty.current) {
        setShown(false);
        return false;
      }
      const discard = await ask();
      if (discard) {
        dirty.current = false;
        setShown(false);
      }
      return !discard;
    },
    enableBeforeUnload: () => dirty.current,
  });

  if (!entity) return null;
  const name = say(entity.label);
  const hasLines = entity.fields.some((spec) => spec.kind === "lines" && inForm(spec));
  const onSaved = (record: FlatRecord, another: boolean) => {
    const title = titleOf(entity, record, { ...request.titles, ...record.titles });
    notice.done(t(request.id ? "form.saved" : "form.created", { title }), record.change);
    request.onSaved?.(record);
    if (another) setRound((was) => was + 1);
    else setShown(false);
  };
  const ready = request.id === undefined || opened !== undefined;
  return (
    <Drawer
      open={shown}
      autoFocus={false}
      size={Math.max(420, (hasLines ? 980 : 760) - depth * 48)}
      title={t(request.id ? "form.editTitle" : "form.createTitle", { name })}
      className="formdrawer"
      mask={{ closable: true }}
      keyboard={false}
      destroyOnHidden
      onClose={() => void leave()}
      afterOpenChange={(is) => {
        if (!is) close(request.key);
      }}
    >
      {/* Esc is ours: it must ask before what was typed is gone, and never while an input method is at work. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens to the form inside */}
      <div
        className="formdrawer__inner"
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.nativeEvent.isComposing || event.defaultPrevented) return;
          if (document.querySelector(".ant-select-open, .ant-picker-dropdown:not(.ant-picker-dropdown-hidden)")) return;
          event.stopPropagation();
          void leave();
        }}
      >
        {found.error && !ready && <FaultPanel fault={found.error} onRetry={() => void found.refetch()} />}
        {ready && (
          <RecordForm
            key={round}
            entity={entity}
            record={opened}
            preset={request.preset}
            titles={request.titles}
            onSaved={onSaved}
            onCancel={() => void leave()}
            onDirty={(is) => {
              dirty.current = is;
            }}
            onReload={() => {
              void found.refetch().then((latest) => {
                if (latest.data) setOpened(latest.data);
              });
            }}
          />
        )}
      </div>
    </Drawer>
  );
}
