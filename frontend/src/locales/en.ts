import { entry } from "./en.form";
import { frame } from "./en.frame";
import { importing } from "./en.import";
import { records } from "./en.records";
import { today } from "./en.today";
import type { Translation } from "./zh-CN";

export const en: Translation = { ...frame, ...records, ...importing, ...today, ...entry };
