import { App, Checkbox, Dropdown, Input, type MenuProps, Modal } from "antd";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { type EntityDescription, forget, type Output, useAnswer, useOperation } from "@/api";
import { same } from "@/lib/equal";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { type View, viewOf } from "./view";

type Saved = Output<"views.list">["views"][number];

/** SavedViews is the heading of a list: which view of it one sees, the others, and keeping the present one. */
export function SavedViews(props: { entity: EntityDescription; view: View; onView: (change: Partial<View>) => void }) {
  const { entity, view, onView } = props;
  const { t, say } = useWords();
  const { modal } = App.useApp();
  const notice = useNotice();
  const [naming, setNaming] = useState(false);
  const found = useAnswer("views.list", { entity: entity.name }, ["view"]);
  const save = useOperation("views.save");
  const remove = useOperation("views.delete");
  const views = found.data?.views ?? [];
  const current = views.find((each) => each.id === view.saved);
  const query = kept(view);
  const changed = current !== undefined && !same(query, kept(queryOf(current)));

  const take = (saved: Saved | undefined) =>
    onView({
      as: undefined,
      where: undefined,
      sort: undefined,
      group: undefined,
      columns: undefined,
      widths: undefined,
      pins: undefined,
      density: undefined,
      q: undefined,
      ...(saved ? queryOf(saved) : {}),
      saved: saved?.id,
    });
  const store = async (name: string, shared: boolean, id?: string) => {
    try {
      const saved = await save.mutateAsync({ id, entity: entity.name, name, shared, query });
      await forget(["view"]);
      onView({ saved: saved.id });
      notice.done(t("views.saved", { name }));
      setNaming(false);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const drop = (saved: Saved) =>
    modal.confirm({
      title: t("views.remove", { name: saved.name }),
      okText: t("action.delete"),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync({ id: saved.id });
          take(undefined);
          await forget(["view"]);
          notice.done(t("views.removed", { name: saved.name }));
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
    });

  const item = (saved: Saved) => ({ key: saved.id, label: saved.name, onClick: () => take(saved) });
  const mine = views.filter((each) => each.mine).map(item);
  const others = views.filter((each) => !each.mine).map(item);
  const items: NonNullable<MenuProps["items"]> = [
    { key: "all", label: t("views.all", { name: say(entity.plural) }), onClick: () => take(undefined) },
  ];
  if (mine.length > 0) items.push({ key: "mine", type: "group", label: t("views.mine"), children: mine });
  if (others.length > 0) items.push({ key: "others", type: "group", label: t("views.others"), children: others });
  items.push({ type: "divider" });
  if (current?.mine && changed) {
    items.push({
      key: "update",
      label: t("views.update", { name: current.name }),
      onClick: () => void store(current.name, current.shared, current.id),
    });
  }
  items.push({ key: "save", label: t("views.save"), onClick: () => setNaming(true) });
  if (current?.mine) {
    items.push({
      key: "remove",
      danger: true,
      label: t("views.remove", { name: current.name }),
      onClick: () => void drop(current),
    });
  }

  return (
    <>
      <h1 className="pagehead__title">
        <Dropdown trigger={["click"]} menu={{ items, selectedKeys: [current?.id ?? "all"] }}>
          <button type="button" className="viewname" title={t("views.title")}>
            {current?.name ?? say(entity.plural)}
            {changed && (
              <span className="viewname__dot" role="img" aria-label={t("views.changed")} title={t("views.changed")} />
            )}
            <ChevronDown size={16} aria-hidden />
          </button>
        </Dropdown>
      </h1>
      {naming && (
        <NameDialog
          busy={save.isPending}
          onClose={() => setNaming(false)}
          onName={(name, shared) => void store(name, shared)}
        />
      )}
    </>
  );
}

// What of a view is worth keeping: not which record happens to be open.
function kept(view: View) {
  const { as, where, sort, group, columns, widths, pins, density, q } = view;
  return { as, where, sort, group, columns, widths, pins, density, q };
}

function queryOf(saved: Saved): View {
  return typeof saved.query === "object" && saved.query !== null
    ? viewOf(saved.query as { [key: string]: unknown })
    : {};
}

function NameDialog(props: { busy: boolean; onClose: () => void; onName: (name: string, shared: boolean) => void }) {
  const { t } = useWords();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  return (
    <Modal
      open
      title={t("views.save")}
      okText={t("action.save")}
      okButtonProps={{ disabled: name.trim() === "", loading: props.busy }}
      onCancel={props.onClose}
      onOk={() => props.onName(name.trim(), shared)}
    >
      <div className="fields fields--one">
        <div className="field">
          <label className="field__label" htmlFor="view-name">
            {t("views.name")}
          </label>
          <Input
            id="view-name"
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onPressEnter={(event) => {
              if (!event.nativeEvent.isComposing && name.trim() !== "") props.onName(name.trim(), shared);
            }}
          />
        </div>
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {t("views.shared")}
        </Checkbox>
      </div>
    </Modal>
  );
}
