import { Tooltip } from "antd";
import {
  Activity,
  BookOpen,
  CalendarDays,
  ChevronRight,
  FileSpreadsheet,
  Gauge,
  History,
  type LucideIcon,
  PanelLeftClose,
  PanelLeftOpen,
  Settings,
  ShieldCheck,
  Sun,
  Trash2,
  Upload,
} from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import { type EntityDescription, useDescribe } from "@/api";
import { showKeys } from "@/lib/keyboard";
import { stored } from "@/lib/stored";
import { PageLink } from "@/ui/PageLink";
import { useKeysOf } from "@/ui/shortcuts";
import { useWords } from "@/ui/words";
import { lettersOf, listGroups, pagesFor } from "../commands/places";
import { iconOf } from "./icons";

const pageIcons: { [path: string]: LucideIcon } = {
  "/today": Sun,
  "/calendar": CalendarDays,
  "/dashboard": Gauge,
  "/reports": FileSpreadsheet,
  "/import": Upload,
  "/history": History,
  "/bin": Trash2,
  "/health": Activity,
  "/audit": ShieldCheck,
  "/settings": Settings,
  "/manual": BookOpen,
};

/** Rail is the way around, in the order of a salesperson's day: today, people, deals, figures, then the tools. */
export const Rail = memo(function Rail(props: { folded: boolean; path: string; onFold: () => void }) {
  const { folded, path, onFold } = props;
  const { t, say } = useWords();
  const { entities, book, user } = useDescribe();
  const foldKeys = useKeysOf("fold");
  const groups = listGroups(entities);
  const letters = lettersOf(groups.flatMap((group) => group.entities));
  const page = (part: string) =>
    pagesFor(user)
      .filter((each) => each.part === part)
      .map((each) => (
        <Item
          key={each.path}
          to={each.path}
          label={t(each.label)}
          letter={each.letter}
          icon={pageIcons[each.path] ?? Activity}
          folded={folded}
          path={path}
        />
      ));
  const list = (entity: EntityDescription) => (
    <Item
      key={entity.name}
      to={`/records/${entity.name}`}
      label={say(entity.plural)}
      letter={letters.get(entity.name)}
      icon={iconOf(entity)}
      folded={folded}
      path={path}
    />
  );
  const lists = (part: string) => groups.find((group) => group.part === part)?.entities.map(list);
  return (
    <nav className={folded ? "rail is-folded" : "rail"} aria-label={t("nav.main")}>
      <PageLink to="/today" className="rail__brand" aria-label={t("nav.home")} title={book.name || undefined}>
        <span className="seal" aria-hidden>
          行
        </span>
        {!folded && (
          <span className="rail__names">
            <span className="rail__name">{t("app.name")}</span>
            {book.name !== "" && <span className="rail__book">{book.name}</span>}
          </span>
        )}
      </PageLink>
      <div className="rail__scroll">
        <div className="rail__group">
          {page("home")}
          {lists("people")}
        </div>
        <div className="rail__group">{lists("deals")}</div>
        <div className="rail__group">{page("look")}</div>
        <Part name="tools" label={t("nav.tools")} folded={folded} first>
          {page("tool")}
        </Part>
        <Part name="setup" label={t("nav.setup")} folded={folded}>
          {lists("setup")}
        </Part>
      </div>
      <button
        type="button"
        className="rail__fold"
        onClick={onFold}
        aria-label={folded ? t("nav.unfold") : t("nav.fold")}
        title={`${folded ? t("nav.unfold") : t("nav.fold")}  ${foldKeys ? showKeys(foldKeys) : ""}`}
        aria-expanded={!folded}
      >
        {folded ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
      </button>
    </nav>
  );
});

/** A part that may be closed: what one does not need every day. Whether it is open is remembered. */
function Part(props: { name: string; label: string; folded: boolean; first?: boolean; children: ReactNode }) {
  const { name, label, folded } = props;
  const [open, setOpen] = useState(() => stored.get<boolean>(`rail.${name}`) ?? props.first === true);
  const toggle = () => {
    stored.set(`rail.${name}`, !open);
    setOpen(!open);
  };
  if (!props.children || (folded && !open)) return null;
  return (
    <div className="rail__group">
      {!folded && (
        <button type="button" className="rail__label" aria-expanded={open} onClick={toggle}>
          {label}
          <ChevronRight size={13} aria-hidden />
        </button>
      )}
      {open && props.children}
    </div>
  );
}

function Item(props: {
  to: string;
  label: string;
  letter?: string;
  icon: LucideIcon;
  folded: boolean;
  /** Where one is. */
  path: string;
}) {
  const { to, label, letter, icon: Icon, folded, path } = props;
  const isCurrent = path === to || path.startsWith(`${to}/`);
  const link = (
    <PageLink
      className={isCurrent ? "rail__item is-current" : "rail__item"}
      to={to}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={folded ? label : undefined}
    >
      <Icon size={16} aria-hidden />
      {!folded && <span>{label}</span>}
      {!folded && letter && (
        <span className="rail__key" aria-hidden>
          G {letter.toUpperCase()}
        </span>
      )}
    </PageLink>
  );
  return folded ? (
    <Tooltip title={letter ? `${label}  G ${letter.toUpperCase()}` : label} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  );
}
