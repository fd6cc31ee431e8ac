/** The word that Ctrl+P and the menu of the window say to an open preview. */
export const printAsked = "xingke:print";
