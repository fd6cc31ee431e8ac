/** What is said on the window when a change set was taken back; its detail is the id of the set. */
export const undone = "xingke:undone";
