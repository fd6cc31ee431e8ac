import { attach } from "./zh-CN.attach";
import { board } from "./zh-CN.board";
import { calendar } from "./zh-CN.calendar";
import { dashboard } from "./zh-CN.dashboard";
import { erase } from "./zh-CN.erase";
import { entry } from "./zh-CN.form";
import { frame } from "./zh-CN.frame";
import { history } from "./zh-CN.history";
import { importing } from "./zh-CN.import";
import { list } from "./zh-CN.list";
import { lock } from "./zh-CN.lock";
import { news } from "./zh-CN.news";
import { people } from "./zh-CN.people";
import { printing } from "./zh-CN.print";
import { records } from "./zh-CN.records";
import { start } from "./zh-CN.start";
import { today } from "./zh-CN.today";
import { trust } from "./zh-CN.trust";

/** The words of the pages. Names of entities and fields come from the core, not from here. */
export const zh = {
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

export type Translation = typeof zh;
