import { attach } from "./en.attach";
import { board } from "./en.board";
import { calendar } from "./en.calendar";
import { dashboard } from "./en.dashboard";
import { erase } from "./en.erase";
import { entry } from "./en.form";
import { frame } from "./en.frame";
import { history } from "./en.history";
import { importing } from "./en.import";
import { list } from "./en.list";
import { lock } from "./en.lock";
import { news } from "./en.news";
import { people } from "./en.people";
import { printing } from "./en.print";
import { records } from "./en.records";
import { start } from "./en.start";
import { today } from "./en.today";
import { trust } from "./en.trust";
import type { Translation } from "./zh-CN";

export const en: Translation = {
  ...frame,
  ...people,
  ...printing,
  ...start,
  ...records,
  ...attach,
  ...importing,
  ...today,
  ...entry,
  ...board,
  ...calendar,
  ...list,
  ...lock,
  ...history,
  ...dashboard,
  ...trust,
  ...erase,
  ...news,
};
