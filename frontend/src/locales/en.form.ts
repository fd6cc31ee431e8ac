import type { entry as zh } from "./zh-CN.form";

/** Words of what forms understand and offer. */
export const entry: typeof zh = {
  entry: {
    instantHint: "tomorrow 3pm, next wed 15:00",
    badInstant: "Time not understood. Try tomorrow 3pm, next wed 15:00, 3/8 9:30",
    notYet: "Not understood yet",
    fromCard: "{{count, number}} fields filled in from the pasted text: {{names}}",
    fromCard_one: "{{count, number}} field filled in from the pasted text: {{names}}",
    pasteHint: "Paste a business card or a signature to fill in the fields",
    takeBack: "Revert",
    draftKept: "Your unsaved entry from last time is still here.",
    draftRestore: "Continue it",
    draftDrop: "Discard",
    samePhone: "This number already belongs to: ",
    sameEmail: "This address already belongs to: ",
    onlyOf: "Only those of {{title}}",
    alsoOthers: "Search all {{name}}",
    recent: "Recently used",
    sum: "Total",
    wholePercent: "Whole percentages only, such as 6 or 7",
    sumOfLines: "Sum of the lines",
  },
};
