import type { MenuProps } from "antd";
import { Check } from "lucide-react";
import { type EntityDescription, type FlatRecord, type Titles, useDescribe, type Where } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { host } from "@/shell";
import { useWords } from "@/ui/words";
import { plainText } from "../cells/plain";
import { both } from "../filter/model";
import { filterWords } from "../filter/words";
import type { GridMenu, MenuTarget } from "../grid/grid";
import { type Selection, toggle } from "../grid/selection";
import { sortable } from "../layouts";
import { menuWords, useRecordMenu } from "../useRecordMenu";
import { ColumnStats } from "./ColumnStats";
import { groupFieldsOf } from "./groups";
import { opsOf, type useFoot } from "./ListFoot";
import type { useColumns } from "./useColumns";
import type { View } from "./view";

type Items = NonNullable<MenuProps["items"]>;

interface TableMenuProps {
  entity: EntityDescription;
  view: View;
  onView: (change: Partial<View>) => void;
  where: Where | undefined;
  titles: Titles;
  columns: ReturnType<typeof useColumns>;
  foot: ReturnType<typeof useFoot>;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onOpen: (row: FlatRecord) => void;
  onOpenPage: (row: FlatRecord) => void;
  /** Begins a condition on a field. */
  onAskField: (field: string) => void;
  onGroups: { closeAll: () => void; openAll: () => void };
  readOnly: boolean;
}

/** useTableMenu is what a right click offers: on a heading what can be done with the column and what stands in it, on a row what can be done with the record. */
export function useTableMenu(props: TableMenuProps): (target: MenuTarget) => GridMenu | undefined {
  const { entity } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const record = useRecordMenu(entity, { onOpen: props.onOpen, openKey: "space", onPage: props.onOpenPage });

  const heading = (target: MenuTarget & { on: "heading" }): GridMenu | undefined => {
    const { columns, view, onView, onAskField } = props;
    const at = columns.names.indexOf(target.column);
    const spec = columns.specs[at];
    if (!spec) return undefined;
    const items: Items = [];
    if (sortable(spec))
      items.push(
        { key: "up", label: t("list.sortUp"), onClick: () => onView({ sort: [{ field: spec.name }] }) },
        { key: "down", label: t("list.sortDown"), onClick: () => onView({ sort: [{ field: spec.name, desc: true }] }) },
      );
    if (!props.readOnly && groupFieldsOf(entity, byName).some((field) => field.path === spec.name))
      items.push(
        view.group?.split(":")[0] === spec.name
          ? { key: "ungroup", label: t("group.remove"), onClick: () => onView({ group: undefined }) }
          : { key: "group", label: t("group.byThis"), onClick: () => onView({ group: spec.name }) },
      );
    items.push({ key: "filter", label: t("list.filterColumn"), onClick: () => onAskField(spec.name) });
    items.push({ type: "divider" });
    items.push(
      columns.pins === at + 1 && at > 0
        ? { key: "unpin", label: t("list.unpin"), onClick: () => columns.setPins(1) }
        : { key: "pin", label: t("list.pinTo"), disabled: at > 5, onClick: () => columns.setPins(at + 1) },
    );
    const under = props.foot.ops.find((each) => each.spec.name === spec.name);
    if (under && !props.readOnly)
      items.push({
        key: "foot",
        label: t("stats.under"),
        children: opsOf(spec).map((op) => ({
          key: `foot ${op}`,
          label: t(`stats.${op}`),
          icon: under.op === op ? <Check size={14} aria-hidden /> : <span className="menublank" />,
          onClick: () => props.foot.choose(spec.name, op),
        })),
      });
    items.push({ key: "fit", label: t("list.fit"), onClick: target.widen });
    if (spec.name !== entity.title)
      items.push({
        key: "hide",
        label: t("list.hideColumn"),
        onClick: () => columns.setNames(columns.names.filter((name) => name !== spec.name)),
      });
    const add = (where: Where) => onView({ where: both(view.where, where) });
    return {
      items,
      below: <ColumnStats entity={entity} spec={spec} where={props.where} onFilter={add} />,
    };
  };

  const cell = (target: MenuTarget & { on: "cell" }): GridMenu => {
    const { row, at } = target;
    const { selection, onSelection, onView, view, titles } = props;
    const spec = entity.fields.find((each) => each.name === target.column);
    const items: Items = record.opening(row);
    if (spec) {
      const value = row[spec.name];
      const text = plainText(spec, value as never, titles, { say, yes: t("state.yes"), no: t("state.no") });
      items.push({ type: "divider" });
      items.push({
        key: "copy",
        label: menuWords(t("cells.copy"), showKeys("mod+c")),
        disabled: text === "",
        onClick: () => void host.copy(text),
      });
      const same = !props.readOnly ? conditionOf(spec.name, spec.kind, value) : undefined;
      if (same) {
        const words = filterWords(same, { t, say, entity, byName, titles });
        items.push({
          key: "only",
          label: t("list.onlyThese", { words }),
          onClick: () => onView({ where: both(view.where, same) }),
        });
      }
    }
    if (props.readOnly) return { items };
    items.push({ type: "divider" });
    items.push({
      key: "select",
      label: menuWords(t("list.select"), showKeys("x")),
      onClick: () => onSelection(toggle(selection, row.id, at)),
    });
    items.push(...record.changing({ ...row, titles: row.titles ?? titles }));
    return { items };
  };

  return (target) => {
    if (target.on === "heading") return heading(target);
    if (target.on === "cell") return cell(target);
    return {
      items: [
        { key: "close", label: t("group.closeAll"), onClick: props.onGroups.closeAll },
        { key: "open", label: t("group.openAll"), onClick: props.onGroups.openAll },
        { key: "remove", label: t("group.remove"), onClick: () => props.onView({ group: undefined }) },
      ],
    };
  };
}

// The condition that a value of a record stands for, where it stands for one that others share.
function conditionOf(field: string, kind: string, value: unknown): Where | undefined {
  if (value === undefined || value === null || value === "") return { field, op: "empty" };
  if (kind === "choice" || kind === "ref") return { field, op: "in", value: [String(value)] };
  if (kind === "flag") return { field, op: "eq", value: value === true };
  if (kind === "region") return { field, op: "startsWith", value: String(value) };
  if ((kind === "tags" || kind === "choices") && Array.isArray(value) && value.length > 0)
    return { field, op: "in", value: value.map(String) };
  if (kind === "day") return { field, op: "eq", value: String(value) };
  if (kind === "text" || kind === "number" || kind === "percent")
    return { field, op: "eq", value: value as string | number };
  return undefined;
}
