import { Link } from "@tanstack/react-router";
import { Tooltip } from "antd";
import {
  Activity,
  BookOpen,
  CalendarDays,
  FileSpreadsheet,
  Gauge,
  History,
  type LucideIcon,
  PanelLeftClose,
  PanelLeftOpen,
  Settings,
  Sun,
  Trash2,
  Upload,
} from "lucide-react";
import type { EntityDescription } from "@/api";
import { useDescribe } from "@/api";
import { useWords } from "@/ui/words";
import { pages } from "../commands/registry";
import { iconOf } from "./icons";

const pageIcons: { [path: string]: LucideIcon } = {
  "/today": Sun,
  "/calendar": CalendarDays,
  "/dashboard": Gauge,
  "/import": Upload,
  "/reports": FileSpreadsheet,
  "/history": History,
  "/bin": Trash2,
  "/health": Activity,
  "/settings": Settings,
  "/manual": BookOpen,
};

/** Rail is the way around: the modules and what is in them, then the tools. It folds to icons. */
export function Rail({ folded, onFold }: { folded: boolean; onFold: () => void }) {
  const { t, say } = useWords();
  const { entities: all, modules } = useDescribe();
  const entities = all.filter((entity) => !entity.quiet);
  const groups = modules
    .map((module) => ({ module, entities: entities.filter((entity) => entity.module === module.name) }))
    .filter((group) => group.entities.length > 0);
  // The people one works with before the people one works for: customers, then sales, then the team.
  const order = (name: string) => (name === "team" ? 1 : 0);
  groups.sort((a, b) => order(a.module.name) - order(b.module.name));
  const strays = entities.filter((entity) => !modules.some((module) => module.name === entity.module));
  return (
    <nav className={folded ? "rail is-folded" : "rail"} aria-label={t("nav.main")}>
      <div className="rail__brand">
        <span className="seal" aria-hidden>
          行
        </span>
        {!folded && <span className="rail__name">{t("app.name")}</span>}
      </div>
      <div className="rail__scroll">
        {groups.map((group) => (
          <Group key={group.module.name} label={say(group.module.label)} entities={group.entities} folded={folded} />
        ))}
        {strays.length > 0 && <Group label={t("nav.other")} entities={strays} folded={folded} />}
        <div className="rail__group">
          {!folded && <h2 className="rail__label">{t("nav.tools")}</h2>}
          {pages.map((page) => (
            <Item
              key={page.path}
              to={page.path}
              label={t(page.label)}
              icon={pageIcons[page.path] ?? Activity}
              folded={folded}
            />
          ))}
        </div>
      </div>
      <button
        type="button"
        className="rail__fold"
        onClick={onFold}
        aria-label={folded ? t("nav.unfold") : t("nav.fold")}
        aria-expanded={!folded}
      >
        {folded ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
      </button>
    </nav>
  );
}

function Group({ label, entities, folded }: { label: string; entities: EntityDescription[]; folded: boolean }) {
  const { say } = useWords();
  return (
    <div className="rail__group">
      {!folded && <h2 className="rail__label">{label}</h2>}
      {entities.map((entity) => (
        <Item
          key={entity.name}
          to={`/records/${entity.name}`}
          label={say(entity.plural)}
          icon={iconOf(entity)}
          folded={folded}
        />
      ))}
    </div>
  );
}

function Item({ to, label, icon: Icon, folded }: { to: string; label: string; icon: LucideIcon; folded: boolean }) {
  const link = (
    <Link
      className="rail__item"
      to={to}
      activeProps={{ className: "is-current", "aria-current": "page" }}
      activeOptions={{ includeSearch: false }}
      aria-label={folded ? label : undefined}
    >
      <Icon size={16} aria-hidden />
      {!folded && <span>{label}</span>}
    </Link>
  );
  return folded ? (
    <Tooltip title={label} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
