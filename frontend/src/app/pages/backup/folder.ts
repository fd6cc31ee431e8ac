const two = (n: number) => String(n).padStart(2, "0");

/** folderFor is a folder beside the book's own, named after the moment it holds. */
export function folderFor(home: string, at: Date): string {
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `${home.replace(/[\\/]+$/, "")}-${day}-${two(at.getHours())}${two(at.getMinutes())}`;
}
