const units = ["B", "KB", "MB", "GB", "TB"];

/** bytes writes a size as people read it. */
export function bytes(n: number): string {
  let at = 0;
  let value = n;
  while (value >= 1024 && at < units.length - 1) {
    value /= 1024;
    at++;
  }
  return `${at === 0 ? value : value.toFixed(1)} ${units[at]}`;
}
