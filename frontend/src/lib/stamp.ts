const two = (n: number) => String(n).padStart(2, "0");

/** stampOf writes an instant to the second in figures, the same width for all: 2026-11-22 09:04:31. */
export function stampOf(at: string): string {
  const d = new Date(at);
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
