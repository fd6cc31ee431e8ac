import { frame } from "./zh-CN.frame";
import { records } from "./zh-CN.records";

/** The words of the pages. Names of entities and fields come from the core, not from here. */
export const zh = { ...frame, ...records };

export type Translation = typeof zh;
