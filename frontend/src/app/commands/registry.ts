import type { TFunction } from "i18next";
import type { Described, EntityDescription, LangText } from "@/api";
import { may } from "@/api";
import { useCurrent } from "@/records/current";
import { openForm } from "@/records/form/store";
import { usePreferences } from "@/ui/preferences";
import { changePreferences } from "../preferences";

/** A thing that can be done or a place one can go to. One registry feeds the palette, the keys and the sheet of keys. */
export interface Command {
  id: string;
  kind: "page" | "command";
  label: string;
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
  go: (to: string) => void;
  act: {
    palette: () => void;
    keys: () => void;
    fold: () => void;
    undo: () => void;
    exportList: () => void;
    followUp: () => void;
    editCurrent: () => void;
    duplicateCurrent: () => void;
    deleteCurrent: () => void;
    practiceReset: () => void;
  };
}

const liked: { [entity: string]: string } = {
  customer: "c",
  contact: "n",
  opportunity: "o",
  order: "r",
  product: "p",
  followUp: "f",
  followUpPlan: "l",
  user: "u",
};

/** lettersOf gives every entity the letter that follows G: the one it is known by, else the first of its name that is free. */
export function lettersOf(entities: readonly EntityDescription[]): Map<string, string> {
  const used = new Set<string>(pages.map((page) => page.letter));
  const letters = new Map<string, string>();
  for (const entity of entities) {
    const letter = liked[entity.name];
    if (letter) {
      letters.set(entity.name, letter);
      used.add(letter);
    }
  }
  for (const entity of entities) {
    if (letters.has(entity.name)) continue;
    const letter = [...entity.name.toLowerCase(), ..."abcdefghijklmnopqrstuvwxyz"].find(
      (each) => /[a-z]/.test(each) && !used.has(each),
    );
    if (!letter) continue;
    letters.set(entity.name, letter);
    used.add(letter);
  }
  return letters;
}

/** The pages that are no list, in the order of the rail: the home, what one looks at, the tools. */
export const pages = [
  { path: "/today", part: "home", label: "nav.today", letter: "t", words: "today home start gongzuotai 工作台 首页" },
  { path: "/calendar", part: "look", label: "nav.calendar", letter: "k", words: "calendar visits 拜访 日程" },
  { path: "/dashboard", part: "look", label: "nav.dashboard", letter: "d", words: "dashboard funnel chart 图表 漏斗" },
  { path: "/reports", part: "look", label: "nav.reports", letter: "e", words: "report month excel 月报 报告" },
  { path: "/import", part: "tool", label: "nav.import", letter: "i", words: "import excel csv 导入" },
  { path: "/history", part: "tool", label: "nav.history", letter: "h", words: "history undo audit 撤销 操作记录" },
  { path: "/bin", part: "tool", label: "nav.bin", letter: "b", words: "trash deleted restore 已删除" },
  { path: "/health", part: "tool", label: "nav.health", letter: "y", words: "health journal index 诊断" },
  { path: "/settings", part: "tool", label: "nav.settings", letter: "s", words: "settings preferences 偏好 选项" },
  { path: "/manual", part: "tool", label: "nav.manual", letter: "m", words: "help handbook 帮助" },
] as const;

/** commandsOf lists everything that can be done right now, where the person is. */
export function commandsOf(context: CommandContext): Command[] {
  const { t, say, describe, go, act } = context;
  const entities = describe.entities.filter((entity) => !entity.quiet);
  const letters = lettersOf(entities);
  const commands: Command[] = [];
  for (const entity of entities) {
    const letter = letters.get(entity.name);
    commands.push({
      id: `open.${entity.name}`,
      kind: "page",
      label: say(entity.plural),
      words: `${entity.name} ${entity.plural.en} ${entity.plural.zh}`,
      keys: letter && `g ${letter}`,
      run: () => go(`/records/${entity.name}`),
    });
  }
  for (const page of pages) {
    commands.push({
      id: `page.${page.path}`,
      kind: "page",
      label: t(page.label),
      words: page.words,
      keys: `g ${page.letter}`,
      run: () => go(page.path),
    });
  }
  const command = (id: string, label: string, run: () => void, keys?: string, words?: string) =>
    commands.push({ id, kind: "command", label, run, keys, words });

  const { record, list } = useCurrent.getState();
  if (record) {
    command("record.followUp", t("command.followUp"), act.followUp, undefined, "follow up");
    command("record.edit", t("command.editRecord"), act.editCurrent, "e", "edit");
    command("record.duplicate", t("command.duplicateRecord"), act.duplicateCurrent, undefined, "copy duplicate");
    command("record.delete", t("command.deleteRecord"), act.deleteCurrent, undefined, "delete remove");
  }
  for (const entity of entities) {
    if (!may(entity, "create")) continue;
    command(
      `create.${entity.name}`,
      t("command.create", { name: say(entity.label) }),
      () => openForm({ entity: entity.name }),
      undefined,
      `new ${entity.name} ${entity.label.en}`,
    );
  }
  command("create", t("top.create"), createHere(describe, list?.entity ?? record?.entity), "c", "new");
  if (list) {
    command(
      "list.filter",
      t("command.quickFilter"),
      () => window.dispatchEvent(new Event("xingke:quick-filter")),
      "/",
      "filter",
    );
    command("list.export", t("command.exportList"), act.exportList, undefined, "export excel");
  }
  command("undo", t("command.undo"), act.undo, "mod+z", "undo");
  command("palette", t("command.search"), act.palette, "mod+k", "search find");
  command("theme", t("command.theme"), toggleTheme, undefined, "dark light theme");
  command("language", t("command.language"), toggleLanguage, undefined, "language english chinese 语言 中文 英文");
  command("density", t("command.density"), nextDensity, undefined, "density compact");
  command("fold", t("command.fold"), act.fold, "mod+\\", "sidebar rail");
  command("keys", t("command.keys"), act.keys, "?", "shortcuts help");
  if (describe.book.practice) command("practice", t("top.practiceReset"), act.practiceReset, undefined, "demo reset");
  return commands;
}

function createHere(describe: Described, here: string | undefined): () => void {
  return () => {
    const entity = describe.byName.get(here ?? "") ?? describe.entities[0];
    if (entity && may(entity, "create")) openForm({ entity: entity.name });
  };
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
