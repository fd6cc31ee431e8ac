import type { EntityDescription } from "@/api";

/** The pages that are no list, in the order of the rail: the home, what one looks at, the tools. */
export const pages = [
  { path: "/today", part: "home", label: "nav.today", letter: "t", words: "today home start 工作台 首页" },
  { path: "/calendar", part: "look", label: "nav.calendar", letter: "k", words: "calendar visits 拜访 日程" },
  {
    path: "/dashboard",
    part: "look",
    label: "nav.dashboard",
    letter: "d",
    words: "dashboard funnel chart 图表 漏斗 看板",
  },
  { path: "/reports", part: "look", label: "nav.reports", letter: "e", words: "report month excel 月报 报告" },
  { path: "/import", part: "tool", label: "nav.import", letter: "i", words: "import excel csv" },
  { path: "/history", part: "tool", label: "nav.history", letter: "h", words: "history undo audit 撤销 操作记录" },
  { path: "/bin", part: "tool", label: "nav.bin", letter: "b", words: "trash deleted restore 已删除" },
  {
    path: "/health",
    part: "tool",
    label: "nav.health",
    letter: "y",
    words: "health journal index 诊断 backup restore 备份 恢复 口令",
    admin: true,
  },
  {
    path: "/audit",
    part: "tool",
    label: "nav.audit",
    letter: "j",
    words: "audit log security 审计 日志 安全",
    admin: true,
  },
  {
    path: "/settings",
    part: "tool",
    label: "nav.settings",
    letter: "s",
    words: "settings preferences passphrase key shortcuts letterhead 偏好 选项 口令 密钥 快捷键 信头",
  },
  {
    path: "/people",
    part: "office",
    label: "people.title",
    letter: "w",
    words: "roles rights share handover 角色 权限 交接 离职",
  },
  { path: "/manual", part: "tool", label: "nav.manual", letter: "m", words: "help handbook 帮助" },
] as const;

/** pagesFor leaves out the pages that only those who look after the book can open. */
export function pagesFor(user: { admin?: boolean }) {
  return pages.filter((page) => !("admin" in page) || user.admin);
}

// What a salesperson opens every day, in the order of the work.
const daily = ["customer", "contact", "followUp", "followUpPlan", "opportunity", "order", "product"];
// What is set up once.
const setup = ["tag", "pipeline"];

/** A part of the rail that holds lists: the daily ones in two groups, then what is set up once. */
export interface ListGroup {
  part: "people" | "deals" | "setup";
  entities: EntityDescription[];
}

/** listGroups arranges the lists of the program for the rail and for quick create. */
export function listGroups(all: readonly EntityDescription[]): ListGroup[] {
  const entities = all.filter((entity) => !entity.quiet);
  const rank = (entity: EntityDescription) => {
    const at = daily.indexOf(entity.name);
    return at < 0 ? daily.length : at;
  };
  const isSetup = (entity: EntityDescription) =>
    rank(entity) === daily.length &&
    (entity.module === "team" || entity.module === "reports" || setup.includes(entity.name));
  const every = entities.filter((entity) => !isSetup(entity)).sort((a, b) => rank(a) - rank(b));
  const groups: ListGroup[] = [
    { part: "people", entities: every.filter((entity) => rank(entity) < 4) },
    { part: "deals", entities: every.filter((entity) => rank(entity) >= 4) },
    { part: "setup", entities: entities.filter(isSetup) },
  ];
  return groups.filter((group) => group.entities.length > 0);
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
