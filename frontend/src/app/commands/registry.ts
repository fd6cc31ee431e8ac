import type { TFunction } from "i18next";
import type { Described, EntityDescription, FieldValue, LangText } from "@/api";
import { may } from "@/api";
import { useCurrent } from "@/records/current";
import { openQuick } from "@/records/form/quick";
import { openForm } from "@/records/form/store";
import { titleOf } from "@/records/layouts";
import { relationsOf } from "@/records/related";
import type { SavedView } from "@/records/table/view";
import { usePageActions } from "@/ui/actions";
import { usePreferences } from "@/ui/preferences";
import { keysOf } from "@/ui/shortcuts";
import { changePreferences } from "../preferences";
import { windowCommands } from "../window/acts";
import { lettersOf, listGroups, pagesFor } from "./places";

/** Where a command stands in the palette and on the sheet of keys. */
export type CommandGroup = "go" | "view" | "record" | "list" | "page" | "create" | "general" | "look";

/** A thing that can be done or a place one can go to. One registry feeds the palette, the keys and the sheet of keys. */
export interface Command {
  id: string;
  group: CommandGroup;
  label: string;
  /** What it is about, where the label leaves that open. */
  detail?: string;
  /** Other words it is found by. */
  words?: string;
  /** "mod+k", "c", or a sequence: "g c". */
  keys?: string;
  run: () => void;
}

export interface CommandContext {
  t: TFunction;
  say: (words: LangText | string | undefined) => string;
  describe: Described;
  /** The lists that were saved under a name. */
  views: readonly SavedView[];
  go: (to: string) => void;
  act: {
    palette: () => void;
    keys: () => void;
    lock: () => void;
    fold: () => void;
    undo: () => void;
    openView: (view: SavedView) => void;
    /** Something new of an entity of the person's choice. */
    create: () => void;
    exportList: (format: "xlsx" | "csv") => void;
    followUp: () => void;
    editCurrent: () => void;
    duplicateCurrent: () => void;
    deleteCurrent: () => void;
    copyLink: () => void;
    importHere: (entity: string) => void;
    practiceReset: () => void;
    backup: () => void;
    demoRemove?: () => void;
    back: () => void;
    forward: () => void;
  };
}

type Add = (group: CommandGroup, id: string, label: string, run: () => void, keys?: string, words?: string) => void;

/** commandsOf lists everything that can be done right now, where the person is. */
export function commandsOf(context: CommandContext): Command[] {
  const commands: Command[] = [];
  const add: Add = (group, id, label, run, keys, words) => commands.push({ group, id, label, run, keys, words });
  recordCommands(context, add);
  listCommands(context, add);
  for (const action of usePageActions.getState().actions)
    add("page", `page.${action.id}`, action.label, action.run, action.keys, action.words);
  places(context, add);
  for (const view of context.views) {
    const entity = context.describe.byName.get(view.entity);
    const detail = context.say(entity?.plural);
    const words = `view 视图 ${detail}`;
    const run = () => context.act.openView(view);
    if (entity) commands.push({ group: "view", id: `view.${view.id}`, label: view.name, detail, words, run });
  }
  creating(context, add);
  general(context, add);
  commands.push(...windowCommands(context.t));
  return commands;
}

function places({ t, say, describe, go }: CommandContext, add: Add): void {
  const groups = listGroups(describe.entities);
  const letters = lettersOf(groups.flatMap((group) => group.entities));
  const list = (entity: EntityDescription) => {
    const letter = letters.get(entity.name);
    const words = `${entity.name} ${entity.plural.en} ${entity.plural.zh}`;
    add(
      "go",
      `open.${entity.name}`,
      say(entity.plural),
      () => go(`/records/${entity.name}`),
      letter && `g ${letter}`,
      words,
    );
  };
  const pages = pagesFor(describe.user);
  const page = (each: (typeof pages)[number]) =>
    add("go", `page.${each.path}`, t(each.label), () => go(each.path), `g ${each.letter}`, each.words);
  for (const each of pages) if (each.part === "home") page(each);
  for (const group of groups) if (group.part !== "setup") group.entities.forEach(list);
  for (const each of pages) if (each.part !== "home") page(each);
  for (const group of groups) if (group.part === "setup") group.entities.forEach(list);
}

function recordCommands({ t, say, describe, act }: CommandContext, add: Add): void {
  const current = useCurrent.getState().record;
  const entity = describe.byName.get(current?.entity ?? "");
  if (!current || !entity) return;
  const { record } = current;
  add(
    "record",
    "record.followUp",
    t("command.followUp"),
    act.followUp,
    keysOf("record.followUp"),
    "follow up 跟进 记录",
  );
  if (may(entity, "update", record))
    add("record", "record.edit", t("command.editRecord"), act.editCurrent, keysOf("record.edit"), "edit 修改");
  if (may(entity, "create"))
    add("record", "record.duplicate", t("command.duplicateRecord"), act.duplicateCurrent, undefined, "copy duplicate");
  add("record", "record.link", t("record.copyLink"), act.copyLink, undefined, "copy link address 链接");
  // What belongs to the record is made with the record filled in.
  for (const { entity: other, by } of relationsOf(entity, describe.entities)) {
    if (other.quiet || other.name === entity.name || other.name === "followUp" || !may(other, "create")) continue;
    const preset: { [field: string]: FieldValue } = { [by.name]: record.id };
    const titles = { [record.id]: titleOf(entity, record, record.titles) };
    add(
      "record",
      `record.create.${other.name}.${by.name}`,
      t("command.createFor", { name: say(other.label) }),
      () => openForm({ entity: other.name, preset, titles }),
      undefined,
      `new ${other.name} ${other.label.en}`,
    );
  }
  if (may(entity, "delete", record))
    add("record", "record.delete", t("command.deleteRecord"), act.deleteCurrent, undefined, "delete remove 移除");
}

function listCommands({ t, describe, act }: CommandContext, add: Add): void {
  const { list } = useCurrent.getState();
  const entity = describe.byName.get(list?.entity ?? "");
  if (!list || !entity) {
    // Where there is no list to look through, the same key looks everywhere.
    add("general", "list.filter", t("command.searchAll"), act.palette, keysOf("list.filter"), "find search 查找 搜索");
    return;
  }
  add("list", "list.filter", t("command.quickFilter"), quickFilter, keysOf("list.filter"), "filter search 查找 搜索");
  if (may(entity, "export")) {
    add(
      "list",
      "list.export",
      t("command.exportList"),
      () => act.exportList("xlsx"),
      keysOf("list.export"),
      "export excel xlsx",
    );
    add("list", "list.exportCsv", t("command.exportCsv"), () => act.exportList("csv"), undefined, "export csv");
  }
  if (may(entity, "import"))
    add(
      "list",
      "list.import",
      t("command.importHere"),
      () => act.importHere(entity.name),
      undefined,
      "import excel csv",
    );
}

function quickFilter(): void {
  window.dispatchEvent(new Event("xingke:quick-filter"));
}

function creating({ t, say, describe, act }: CommandContext, add: Add): void {
  const { list, record } = useCurrent.getState();
  const here =
    describe.byName.get(list?.entity ?? "") ?? (list ? undefined : describe.byName.get(record?.entity ?? ""));
  const asked = here && may(here, "create") ? here : undefined;
  // In one line, of what is on the screen; else of what the person chooses.
  add(
    "create",
    "create",
    asked ? t("command.createQuick", { name: say(asked.label) }) : `${t("top.create")}…`,
    asked ? () => openQuick(asked) : act.create,
    keysOf("create"),
    `new create 快速新建 ${asked ? `${asked.name} ${asked.label.zh} ${asked.label.en}` : ""}`,
  );
  for (const entity of listGroups(describe.entities).flatMap((group) => group.entities)) {
    if (!may(entity, "create")) continue;
    const label = t("command.create", { name: say(entity.label) });
    const words = `new ${entity.name} ${entity.label.en} 新建${entity.label.zh} 添加${entity.label.zh}`;
    add("create", `create.${entity.name}`, label, () => openForm({ entity: entity.name }), undefined, words);
  }
}

function general({ t, describe, act }: CommandContext, add: Add): void {
  add("general", "palette", t("command.search"), act.palette, keysOf("palette"), "search find 查找 搜索");
  add("general", "undo", t("command.undo"), act.undo, keysOf("undo"), "undo");
  add("general", "lock", t("lock.now"), act.lock, "mod+l", "lock 锁定 锁屏 suoding");
  add("general", "keys", t("command.keys"), act.keys, keysOf("keys"), "shortcuts help keyboard");
  add("general", "back", t("command.back"), act.back, keysOf("back"), "back");
  add("general", "forward", t("command.forward"), act.forward, keysOf("forward"), "forward");
  add("look", "fold", t("command.fold"), act.fold, keysOf("fold"), "sidebar rail 侧栏");
  add("look", "theme", t("command.theme"), toggleTheme, keysOf("theme"), "dark light theme 夜间 暗色");
  add(
    "look",
    "theme.system",
    t("command.themeSystem"),
    () => changePreferences({ theme: "system" }),
    undefined,
    "theme system",
  );
  add("look", "language", t("command.language"), toggleLanguage, undefined, "language english chinese 语言 中文 英文");
  add("look", "density", t("command.density"), nextDensity, undefined, "density compact roomy 紧凑 宽松");
  add("look", "font.larger", t("command.fontLarger"), () => resize(1), undefined, "font size bigger zoom 字体");
  add("look", "font.smaller", t("command.fontSmaller"), () => resize(-1), undefined, "font size smaller zoom 字体");
  if (describe.user.admin) add("general", "backup", t("backup.now"), act.backup, undefined, "backup 备份");
  if (describe.book.practice && describe.user.admin)
    add("general", "practice", t("top.practiceReset"), act.practiceReset, undefined, "demo reset practice");
  if (act.demoRemove)
    add("general", "demo.remove", t("start.lentRemove"), act.demoRemove, undefined, "demo remove practice");
}

function toggleTheme(): void {
  const dark = document.documentElement.dataset.theme === "dark";
  changePreferences({ theme: dark ? "light" : "dark" });
}

function toggleLanguage(): void {
  changePreferences({ lang: usePreferences.getState().lang === "en" ? "zh-CN" : "en" });
}

function nextDensity(): void {
  const order = ["compact", "standard", "roomy"] as const;
  const now = order.indexOf(usePreferences.getState().density);
  changePreferences({ density: order[(now + 1) % order.length] });
}

function resize(by: number): void {
  const now = usePreferences.getState().fontSize;
  changePreferences({ fontSize: Math.max(12, Math.min(16, now + by)) });
}
