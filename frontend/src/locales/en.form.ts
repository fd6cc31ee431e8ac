import type { entry as zh } from "./zh-CN.form";

/** Words of what forms understand and offer. */
export const entry: typeof zh = {
  entry: {
    instantHint: "tomorrow 3pm, next wed 15:00",
    badInstant: "This time is not understood. Try tomorrow 3pm, next wed 15:00, 3/8 9:30",
    notYet: "Not understood yet",
    fromCard: "{{count, number}} fields filled in from the pasted text: {{names}}",
    pasteHint: "Paste a business card or a signature to fill in the fields",
    takeBack: "Take back",
    draftKept: "What you did not save last time is still here.",
    draftRestore: "Go on with it",
    draftDrop: "Drop it",
    samePhone: "This number is known: ",
    sameEmail: "This address is known: ",
    onlyOf: "Only those of {{title}}",
    alsoOthers: "Search all {{name}}",
    recent: "Used lately",
    sum: "Total",
    wholePercent: "Only whole percents can be kept here, such as 6 or 7",
    sumOfLines: "Sum of the lines",
  },
};
