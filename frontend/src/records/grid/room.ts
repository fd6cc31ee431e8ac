/** What a column may take: `width` as a rule, `least` where there is little room, `most` where there is plenty. */
export interface Measured {
  width: number;
  least: number;
  most: number;
}

/**
 * shareRoom gives each column its width: all fit into the room there is, if need be each nearer to its least, and fill what
 * is left over. Where they cannot fit they stand as a rule, and one scrolls.
 */
export function shareRoom(columns: readonly Measured[], room: number): number[] {
  const sum = (of: (column: Measured) => number) => columns.reduce((all, column) => all + of(column), 0);
  const usual = sum((column) => column.width);
  if (usual > room) {
    const least = sum((column) => column.least);
    if (least > room) return columns.map((column) => column.width);
    const part = (usual - room) / (usual - least);
    return columns.map((column) => Math.floor(column.width - (column.width - column.least) * part));
  }
  const more = sum((column) => column.most) - usual;
  const part = more > 0 ? Math.min(1, (room - usual) / more) : 0;
  return columns.map((column) => Math.floor(column.width + (column.most - column.width) * part));
}
