import { frame } from "./zh-CN.frame";
import { importing } from "./zh-CN.import";
import { records } from "./zh-CN.records";

/** The words of the pages. Names of entities and fields come from the core, not from here. */
export const zh = { ...frame, ...records, ...importing };

export type Translation = typeof zh;
