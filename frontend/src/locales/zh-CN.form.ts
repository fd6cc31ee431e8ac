/** Words of what forms understand and offer. */
export const entry = {
  entry: {
    instantHint: "明天下午3点、下周三 15:00",
    badInstant: "看不懂这个时间。可以写 明天下午3点、下周三 15:00、3/8 9:30",
    notYet: "还看不懂",
    fromCard: "已从粘贴的文字填入 {{count, number}} 项：{{names}}",
    fromCard_one: "已从粘贴的文字填入 {{count, number}} 项：{{names}}",
    pasteHint: "可以直接粘贴名片或签名文字，自动填入各项",
    takeBack: "还原",
    draftKept: "上次没有保存的内容还在。",
    draftRestore: "接着填",
    draftDrop: "不要了",
    samePhone: "这个号码已有：",
    sameEmail: "这个邮箱已有：",
    onlyOf: "只列出“{{title}}”的",
    alsoOthers: "在全部{{name}}中查找",
    recent: "最近用过",
    sum: "合计",
    wholePercent: "这里只能填整数百分比，如 6 或 7",
    sumOfLines: "由明细合计",
  },
};
