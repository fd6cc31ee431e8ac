/** What was corrected of a file, without touching the file. */
export interface Fixes {
  /** By heading: what a text is to be read as, wherever it stands in the column. */
  texts: { [heading: string]: { [text: string]: string } };
  /** By row and heading: what a single cell is to say. */
  cells: { [row: number]: { [heading: string]: string } };
}

export const noFixes: Fixes = { texts: {}, cells: {} };

/** withText reads a text of a column as another; undefined takes the correction back. */
export function withText(was: Fixes, heading: string, text: string, instead: string | undefined): Fixes {
  const { [text]: _, ...others } = was.texts[heading] ?? {};
  return {
    ...was,
    texts: { ...was.texts, [heading]: instead === undefined ? others : { ...others, [text]: instead } },
  };
}

/** withCell corrects a single cell; undefined takes the correction back. */
export function withCell(was: Fixes, row: number, heading: string, instead: string | undefined): Fixes {
  const { [heading]: _, ...others } = was.cells[row] ?? {};
  return { ...was, cells: { ...was.cells, [row]: instead === undefined ? others : { ...others, [heading]: instead } } };
}

/** countFixes is how many texts and cells were corrected. */
export function countFixes(fixes: Fixes): number {
  const count = (each: { [key: string]: string }) => Object.keys(each).length;
  return [...Object.values(fixes.texts), ...Object.values(fixes.cells)].reduce((sum, each) => sum + count(each), 0);
}

/** corrections is what the import is told; nothing where nothing was corrected. */
export function corrections(fixes: Fixes) {
  const texts = Object.fromEntries(Object.entries(fixes.texts).filter(([, each]) => Object.keys(each).length > 0));
  const cells = Object.entries(fixes.cells).flatMap(([row, each]) =>
    Object.entries(each).map(([heading, text]) => ({ row: Number(row), heading, text })),
  );
  return {
    texts: Object.keys(texts).length > 0 ? texts : undefined,
    cells: cells.length > 0 ? cells : undefined,
  };
}
