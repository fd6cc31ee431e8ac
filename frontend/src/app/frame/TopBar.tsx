import { useIsMutating } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Dropdown, Popover, Tooltip } from "antd";
import { HardDriveDownload, Plus, Search, SlidersHorizontal, Unplug } from "lucide-react";
import { may, useContact, useDescribe } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { openForm } from "@/records/form/store";
import { useWords } from "@/ui/words";
import { DensityChoice, LanguageChoice, ThemeChoice } from "./choices";
import { iconOf } from "./icons";
import { JobTray } from "./JobTray";

/** A step of the way to where one is. */
export interface Step {
  label: string;
  to?: string;
}

/** TopBar says where one is, finds anything, makes anything, and shows that the data is safe. */
export function TopBar({ where, onSearch }: { where: Step[]; onSearch: () => void }) {
  const { t, say } = useWords();
  const { entities } = useDescribe();
  const create = entities.filter((entity) => !entity.quiet && may(entity, "create"));
  return (
    <header className="top">
      <nav className="top__where" aria-label={t("top.where")}>
        {where.map((step, n) => (
          <span key={n}>
            {n > 0 && <span className="top__gap"> › </span>}
            {step.to && n < where.length - 1 ? <Link to={step.to}>{step.label}</Link> : step.label}
          </span>
        ))}
      </nav>
      <button type="button" className="top__search" onClick={onSearch}>
        <Search size={14} aria-hidden />
        <span>{t("top.search")}</span>
        <kbd>{showKeys("mod+k")}</kbd>
      </button>
      <div className="top__right">
        <JobTray />
        <DataState />
        <Dropdown
          trigger={["click"]}
          placement="bottomRight"
          menu={{
            items: create.map((entity) => {
              const Icon = iconOf(entity);
              return {
                key: entity.name,
                icon: <Icon size={14} />,
                label: say(entity.label),
                onClick: () => openForm({ entity: entity.name }),
              };
            }),
          }}
        >
          <Button
            type="text"
            className="top__create"
            icon={<Plus size={16} aria-hidden />}
            aria-label={t("top.createWhat")}
          >
            {t("top.create")}
          </Button>
        </Dropdown>
        <Popover trigger="click" placement="bottomRight" arrow={false} content={<Look />}>
          <Button
            type="text"
            icon={<SlidersHorizontal size={16} aria-hidden />}
            aria-label={t("top.look")}
            title={t("top.look")}
          />
        </Popover>
      </div>
    </header>
  );
}

function Look() {
  const { t } = useWords();
  return (
    <dl className="settings__list settings__list--menu">
      <dt>{t("look.language")}</dt>
      <dd>
        <LanguageChoice />
      </dd>
      <dt>{t("look.theme")}</dt>
      <dd>
        <ThemeChoice />
      </dd>
      <dt>{t("look.density")}</dt>
      <dd>
        <DensityChoice />
      </dd>
    </dl>
  );
}

function DataState() {
  const { t } = useWords();
  const away = useContact((contact) => contact.away);
  const saving = useIsMutating() > 0;
  if (away) {
    return (
      <Tooltip title={t("top.awayTip")}>
        <span className="datastate datastate--away" role="status">
          <Unplug size={14} aria-hidden />
          <span className="datastate__words">{t("top.away")}</span>
        </span>
      </Tooltip>
    );
  }
  return (
    <Tooltip title={t("top.savedTip")}>
      <span className="datastate" role="status">
        <HardDriveDownload size={14} aria-hidden />
        <span className="datastate__words">{saving ? t("top.saving") : t("top.saved")}</span>
      </span>
    </Tooltip>
  );
}
