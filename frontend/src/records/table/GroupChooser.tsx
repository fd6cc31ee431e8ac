import { Button, type MenuProps } from "antd";
import { Rows3 } from "lucide-react";
import { type EntityDescription, useDescribe } from "@/api";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { useWords } from "@/ui/words";
import { labelAt } from "../filter/words";
import { groupFieldsOf, groupOfView, groupText, periodsOf } from "./groups";

/** GroupChooser says by what the rows are put together, and chooses another field or a finer cut. */
export function GroupChooser(props: {
  entity: EntityDescription;
  group: string | undefined;
  onGroup: (group: string | undefined) => void;
  closeAll: () => void;
  openAll: () => void;
}) {
  const { entity, group, onGroup } = props;
  const { t, say } = useWords();
  const { byName } = useDescribe();
  const now = groupOfView(group, entity, byName);
  const fields = groupFieldsOf(entity, byName);
  const label = (path: string) => labelAt({ t, say, entity, byName, titles: {} }, path);

  const items: NonNullable<MenuProps["items"]> = [];
  if (now) {
    items.push({ key: "none", label: t("group.remove"), onClick: () => onGroup(undefined) });
    items.push({ key: "close", label: t("group.closeAll"), onClick: props.closeAll });
    items.push({ key: "open", label: t("group.openAll"), onClick: props.openAll });
    const fine = periodsOf(now.spec.kind);
    if (fine.length > 0)
      items.push({
        key: "by",
        type: "group",
        label: t("group.cut"),
        children: fine.map((by) => ({
          key: `by ${by}`,
          label: t(`group.${by}`),
          onClick: () => onGroup(groupText({ field: now.field, by })),
        })),
      });
    items.push({ type: "divider" });
  }
  const own = fields.filter((field) => !field.through);
  const reached = fields.filter((field) => field.through);
  for (const field of own)
    items.push({ key: field.path, label: label(field.path), onClick: () => onGroup(field.path) });
  if (reached.length > 0)
    items.push({
      key: "through",
      label: t("filter.through"),
      popupClassName: "longmenu",
      children: reached.map((field) => ({
        key: field.path,
        label: label(field.path),
        onClick: () => onGroup(field.path),
      })),
    });
  return (
    <ButtonMenu
      placement="bottomRight"
      classNames={{ root: "longmenu" }}
      menu={{ items, selectedKeys: now ? [now.field, `by ${now.by}`] : [] }}
    >
      <Button
        data-tool="group"
        icon={<Rows3 size={15} aria-hidden />}
        type={now ? "primary" : "default"}
        ghost={now !== undefined}
        aria-label={now ? undefined : t("group.title")}
      >
        {now ? t("group.by", { name: label(now.field) }) : t("group.title")}
      </Button>
    </ButtonMenu>
  );
}
