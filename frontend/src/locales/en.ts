import { board } from "./en.board";
import { calendar } from "./en.calendar";
import { entry } from "./en.form";
import { frame } from "./en.frame";
import { importing } from "./en.import";
import { printing } from "./en.print";
import { records } from "./en.records";
import { start } from "./en.start";
import { today } from "./en.today";
import type { Translation } from "./zh-CN";

export const en: Translation = {
  ...frame,
  ...printing,
  ...start,
  ...records,
  ...importing,
  ...today,
  ...entry,
  ...board,
  ...calendar,
};
