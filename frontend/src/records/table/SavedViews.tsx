import { App, Button, type MenuProps } from "antd";
import { ChevronDown, Globe, Lock } from "lucide-react";
import { useState } from "react";
import { type EntityDescription, forget, may, useDescribe, useOperation } from "@/api";
import { same } from "@/lib/equal";
import { stored } from "@/lib/stored";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import { DefaultDialog } from "./DefaultDialog";
import { useViews, viewFor } from "./defaultView";
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
  const [setting, setSetting] = useState<SavedView>();
  const { byName } = useDescribe();
  const found = useViews();
  const save = useOperation("views.save");
  const remove = useOperation("views.delete");
  const choose = useOperation("views.choose");
  const views = found.data?.views.filter((each) => each.entity === entity.name) ?? [];
  const opens = found.data?.defaults.find((each) => each.entity === entity.name);
  const current = views.find((each) => each.id === view.saved);
  const changed = current !== undefined && !same(kept(view), kept(viewFor(current, entity, byName)));
  const role = byName.get("role");
  const setsForRoles = current?.shared === true && role !== undefined && may(role, "update");
  const setNaming = (open: boolean) => useKeeping.setState({ open });

  const take = (saved: SavedView | undefined) =>
    onView({
      ...nothingKept,
      ...(saved ? viewFor(saved, entity, byName) : {}),
      saved: saved?.id,
      // Said only where it would not be understood by itself.
      all: !saved && opens?.view ? true : undefined,
    });
  const store = async (name: string, shared: boolean, saved?: SavedView, query: View = whole(entity, view)) => {
    try {
      const done = await save.mutateAsync({ id: saved?.id, entity: entity.name, name, shared, query });
      await forget(["view"]);
      onView({ ...query, saved: done.id, all: undefined });
      notice.done(t("views.saved", { name }), done.change);
      setNaming(false);
      setEditing(undefined);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const drop = (saved: SavedView) =>
    modal.confirm({
      title: t("views.remove", { name: saved.name }),
      content: saved.shared ? t(saved.for?.length ? "views.removeDefault" : "views.removeShared") : undefined,
      okText: t("action.delete"),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          const { change } = await remove.mutateAsync({ id: saved.id });
          take(undefined);
          await forget(["view"]);
          notice.done(t("views.removed", { name: saved.name }), change);
        } catch (thrown) {
          notice.failed(thrown);
        }
      },
    });

  /** Lets the list open with what is shown now; or again as for everybody of one's roles. */
  const open = async (mine: boolean) => {
    const id = mine ? current?.id : undefined;
    try {
      const { change } = await choose.mutateAsync({ entity: entity.name, view: id, whole: mine && !id });
      await forget(["view"]);
      const name = current?.name ?? t("views.all", { name: say(entity.plural) });
      notice.done(t(mine ? "views.chosen" : "views.unchosen", { name }), change || undefined);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const isChosen = opens?.chosen === true && (opens.view ?? "") === (current?.id ?? "");

  const item = (saved: SavedView) => ({
    key: saved.id,
    label: saved.name,
    extra: markOf(saved.id),
    icon: saved.shared ? (
      <Globe size={14} aria-label={t("views.shared")} />
    ) : (
      <Lock size={14} aria-label={t("views.private")} />
    ),
    onClick: () => take(saved),
  });
  const markOf = (id: string | undefined) => {
    if (opens?.chosen && (opens.view || undefined) === id) return t("views.myDefault");
    return id !== undefined && opens?.team === id ? t("views.teamDefault") : undefined;
  };
  const mine = views.filter((each) => each.mine).map(item);
  const others = views.filter((each) => !each.mine).map(item);
  const items: NonNullable<MenuProps["items"]> = [
    {
      key: "all",
      label: t("views.all", { name: say(entity.plural) }),
      extra: markOf(undefined),
      onClick: () => take(undefined),
    },
  ];
  if (mine.length > 0) items.push({ key: "mine", type: "group", label: t("views.mine"), children: mine });
  if (others.length > 0) items.push({ key: "others", type: "group", label: t("views.others"), children: others });
  items.push({ type: "divider" });
  items.push({ key: "save", label: t("views.save"), onClick: () => setNaming(true) });
  if (isChosen) items.push({ key: "unchoose", label: t("views.unchoose"), onClick: () => void open(false) });
  else if ((opens?.view ?? "") !== (current?.id ?? ""))
    items.push({ key: "choose", label: t("views.choose"), onClick: () => void open(true) });
  if (setsForRoles) items.push({ key: "roles", label: t("views.forRoles"), onClick: () => setSetting(current) });
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
        <ButtonMenu classNames={{ root: "longmenu" }} menu={{ items, selectedKeys: [current?.id ?? "all"] }}>
          <button type="button" className="viewname" title={t("views.title")}>
            {current?.name ?? say(entity.plural)}
            {changed && (
              <span className="viewname__dot" role="img" aria-label={t("views.changed")} title={t("views.changed")} />
            )}
            <ChevronDown size={16} aria-hidden />
          </button>
        </ButtonMenu>
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
      {setting && <DefaultDialog view={setting} views={views} onClose={() => setSetting(undefined)} />}
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
  chart: undefined,
  columns: undefined,
  widths: undefined,
  pins: undefined,
  density: undefined,
  q: undefined,
  rotten: undefined,
};

// What of a view is worth keeping: not which record happens to be open.
function kept(view: View): View {
  const { as, where, sort, group, chart, columns, widths, pins, density, q, rotten } = view;
  return { as, where, sort, group, chart, columns, widths, pins, density, q, rotten };
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
