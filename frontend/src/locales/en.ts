import { frame } from "./en.frame";
import { importing } from "./en.import";
import { records } from "./en.records";
import type { Translation } from "./zh-CN";

export const en: Translation = { ...frame, ...records, ...importing };
