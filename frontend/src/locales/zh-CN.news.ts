/** Words after an update of the program. */
export const news = {
  news: {
    sign: "已更新到 {{version}} · 看看变了什么",
    away: "收起更新提示",
  },
};
