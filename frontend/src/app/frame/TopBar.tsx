import { Button, type MenuProps, Popover } from "antd";
import { Keyboard, Plus, Search, SlidersHorizontal } from "lucide-react";
import { memo } from "react";
import { may, useDescribe } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { openQuick } from "@/records/form/quick";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { Inside } from "@/ui/Inside";
import { PageLink } from "@/ui/PageLink";
import { useKeysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { listGroups } from "../commands/places";
import { AccountMenu } from "../lock/AccountMenu";
import { BackupSign } from "./BackupSign";
import { Looks } from "./choices";
import { DataState } from "./DataState";
import { ImportSign } from "./ImportSign";
import { iconOf } from "./icons";
import { JobTray } from "./JobTray";
import { NewsSign } from "./NewsSign";
import { NoteSign } from "./NoteSign";

/** A step of the way to where one is. */
export interface Step {
  label: string;
  to?: string;
}

/** TopBar says where one is, finds anything, makes anything, and shows that the data is safe. */
export const TopBar = memo(function TopBar(props: {
  where: Step[];
  onSearch: () => void;
  onKeys: () => void;
  /** Whether the choice of what to make is open. */
  creating: boolean;
  onCreating: (open: boolean) => void;
}) {
  const { where } = props;
  const { t, say } = useWords();
  const { entities } = useDescribe();
  const searchKeys = useKeysOf("palette");
  const createKeys = useKeysOf("create");
  const sheetKeys = useKeysOf("keys");
  const groups = listGroups(entities).map((group) => ({
    ...group,
    entities: group.entities.filter((entity) => may(entity, "create")),
  }));
  const items: NonNullable<MenuProps["items"]> = [];
  for (const group of groups) {
    if (group.part === "setup" || group.entities.length === 0) continue;
    if (items.length > 0) items.push({ type: "divider" });
    for (const entity of group.entities) {
      const Icon = iconOf(entity);
      items.push({
        key: entity.name,
        icon: <Icon size={14} />,
        label: say(entity.label),
        onClick: () => openQuick(entity),
      });
    }
  }
  return (
    <header className="top">
      <nav className="top__where" aria-label={t("top.where")}>
        <ol>
          {where.map((step, n) => (
            <li key={n} aria-current={n === where.length - 1 ? "page" : undefined}>
              {n > 0 && (
                <span className="top__gap" aria-hidden>
                  ›
                </span>
              )}
              {step.to && n < where.length - 1 ? (
                <PageLink to={step.to}>{step.label}</PageLink>
              ) : (
                <span>{step.label}</span>
              )}
            </li>
          ))}
        </ol>
      </nav>
      <button type="button" className="top__search" onClick={props.onSearch}>
        <Search size={14} aria-hidden />
        <span>{t("top.search")}</span>
        {searchKeys && <kbd>{showKeys(searchKeys)}</kbd>}
      </button>
      <div className="top__right">
        <NewsSign />
        <ImportSign />
        <NoteSign />
        <BackupSign />
        <JobTray />
        <DataState />
        <ButtonMenu
          placement="bottomRight"
          open={props.creating}
          onOpenChange={props.onCreating}
          menu={{ items, onClick: () => props.onCreating(false) }}
        >
          <Button
            type="text"
            className="top__create"
            icon={<Plus size={16} aria-hidden />}
            aria-label={t("top.createWhat")}
            title={`${t("top.createWhat")}  ${createKeys ? showKeys(createKeys) : ""}`}
          >
            {t("top.create")}
          </Button>
        </ButtonMenu>
        <Button
          type="text"
          icon={<Keyboard size={16} aria-hidden />}
          aria-label={t("keys.title")}
          title={`${t("keys.title")}  ${sheetKeys ? showKeys(sheetKeys) : ""}`}
          onClick={props.onKeys}
        />
        <Popover trigger="click" placement="bottomRight" arrow={false} content={<Look />} destroyOnHidden>
          <Button
            type="text"
            icon={<SlidersHorizontal size={16} aria-hidden />}
            aria-label={t("top.look")}
            title={t("top.look")}
          />
        </Popover>
        <AccountMenu />
      </div>
    </header>
  );
});

function Look() {
  return (
    <Inside className="looks">
      <dl className="settings__list settings__list--menu">
        <Looks />
      </dl>
    </Inside>
  );
}
