import type { news as zh } from "./zh-CN.news";

/** Words after an update of the program. */
export const news: typeof zh = {
  news: {
    sign: "Updated to {{version}} · see what changed",
    away: "Dismiss the update note",
  },
};
