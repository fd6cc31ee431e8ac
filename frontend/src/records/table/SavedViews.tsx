import { App, Button, Dropdown, type MenuProps } from "antd";
import { ChevronDown, Globe, Lock } from "lucide-react";
import { useState } from "react";
import { type EntityDescription, forget, useAnswer, useOperation } from "@/api";
import { same } from "@/lib/equal";
import { stored } from "@/lib/stored";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { KeepDialog } from "./KeepDialog";
import { useKeeping } from "./keepView";
import { shownColumns } from "./useColumns";
import { type SavedView, type View, viewOfSaved } from "./view";

/** SavedViews is the heading of a list: which view of it one sees, the others, and keeping the present one. */
export function SavedViews(props: { entity: EntityDescription; view: View; onView: (change: Partial<View>) => void }) {
  const { entity, view, onView } = props;
  const { t, say } = useWords();
  const { modal } = App.useApp();
  const notice = useNotice();
  const asked = useKeeping((keeping) => keeping.open);
  const [editing, setEditing] = useState<SavedView>();
  const found = useAnswer("views.list", { entity: entity.name }, ["view"]);
  const save = useOperation("views.save");
  const remove = useOperation("views.delete");
  const views = found.data?.views ?? [];
  const current = views.find((each) => each.id === view.saved);
  const changed = current !== undefined && !same(kept(view), kept(viewOfSaved(current)));
  const setNaming = (open: boolean) => useKeeping.setState({ open });

  const take = (saved: SavedView | undefined) =>
    onView({ ...nothingKept, ...(saved ? viewOfSaved(saved) : {}), saved: saved?.id });
  const store = async (name: string, shared: boolean, saved?: SavedView, query: View = whole(entity, view)) => {
    try {
      const done = await save.mutateAsync({ id: saved?.id, entity: entity.name, name, shared, query });
      await forget(["view"]);
      onView({ ...query, saved: done.id });
      notice.done(t("views.saved", { name }));
      setNaming(false);
      setEditing(undefined);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const drop = (saved: SavedView) =>
    modal.confirm({
      title: t("views.remove", { name: saved.name }),
      content: saved.shared ? t("views.removeShared") : undefined,
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

  const item = (saved: SavedView) => ({
    key: saved.id,
    label: saved.name,
    icon: saved.shared ? (
      <Globe size={14} aria-label={t("views.shared")} />
    ) : (
      <Lock size={14} aria-label={t("views.private")} />
    ),
    onClick: () => take(saved),
  });
  const mine = views.filter((each) => each.mine).map(item);
  const others = views.filter((each) => !each.mine).map(item);
  const items: NonNullable<MenuProps["items"]> = [
    { key: "all", label: t("views.all", { name: say(entity.plural) }), onClick: () => take(undefined) },
  ];
  if (mine.length > 0) items.push({ key: "mine", type: "group", label: t("views.mine"), children: mine });
  if (others.length > 0) items.push({ key: "others", type: "group", label: t("views.others"), children: others });
  items.push({ type: "divider" });
  items.push({ key: "save", label: t("views.save"), onClick: () => setNaming(true) });
  if (current?.mine) {
    items.push({ key: "edit", label: t("views.edit"), onClick: () => setEditing(current) });
    items.push({
      key: "remove",
      danger: true,
      label: t("views.remove", { name: current.name }),
      onClick: () => void drop(current),
    });
  }

  return (
    <div className="viewhead">
      <h1 className="pagehead__title">
        <Dropdown
          trigger={["click"]}
          classNames={{ root: "longmenu" }}
          menu={{ items, selectedKeys: [current?.id ?? "all"] }}
        >
          <button type="button" className="viewname" title={t("views.title")}>
            {current?.name ?? say(entity.plural)}
            {changed && (
              <span className="viewname__dot" role="img" aria-label={t("views.changed")} title={t("views.changed")} />
            )}
            <ChevronDown size={16} aria-hidden />
          </button>
        </Dropdown>
      </h1>
      {changed && (
        <span className="viewhead__changed">
          {current.mine && (
            <Button
              size="small"
              type="primary"
              ghost
              loading={save.isPending}
              onClick={() => void store(current.name, current.shared, current)}
            >
              {t("action.save")}
            </Button>
          )}
          <Button size="small" onClick={() => setNaming(true)}>
            {t("views.saveAs")}
          </Button>
          <Button size="small" type="text" onClick={() => take(current)}>
            {t("views.reset")}
          </Button>
        </span>
      )}
      {(asked || editing) && (
        <KeepDialog
          title={t(editing ? "views.edit" : "views.save")}
          label={t("views.name")}
          name={editing?.name ?? ""}
          shared={editing?.shared ?? false}
          most={60}
          busy={save.isPending}
          onClose={() => {
            setNaming(false);
            setEditing(undefined);
          }}
          onKeep={(name, shared) =>
            void store(name, shared, editing, editing ? kept(viewOfSaved(editing)) : whole(entity, view))
          }
          after={<p className="faint">{t("views.keeps")}</p>}
        />
      )}
    </div>
  );
}

const nothingKept: View = {
  as: undefined,
  where: undefined,
  sort: undefined,
  group: undefined,
  columns: undefined,
  widths: undefined,
  pins: undefined,
  density: undefined,
  q: undefined,
};

// What of a view is worth keeping: not which record happens to be open.
function kept(view: View): View {
  const { as, where, sort, group, columns, widths, pins, density, q } = view;
  return { as, where, sort, group, columns, widths, pins, density, q };
}

// A view keeps its columns as they are now, also where they are only this person's so far.
function whole(entity: EntityDescription, view: View): View {
  const own = view.saved ? undefined : stored.get<{ widths?: View["widths"]; pins?: number }>(`columns.${entity.name}`);
  return {
    ...kept(view),
    columns: view.saved && view.columns === undefined ? undefined : shownColumns(entity, view),
    widths: view.widths ?? own?.widths,
    pins: view.pins ?? own?.pins,
  };
}
