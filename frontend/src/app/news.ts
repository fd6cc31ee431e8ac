/** The chapter of the handbook that says, version by version, what changed. */
export const newsChapter = "19-whats-new";

/** The flag under which the book remembers which version a person has seen last. */
export const seenFlag = "version";

/**
 * newsFor says what a version of the program is to somebody: one they have been told of ("none"), the first they meet
 * ("first"), which is none to tell of, or one that came since ("newer").
 */
export function newsFor(version: string, seen: string | undefined): "none" | "first" | "newer" {
  if (seen === undefined || seen === "") return "first";
  return compare(version, seen) > 0 ? "newer" : "none";
}

// By numbers, part by part: 0.10.0 comes after 0.9.1. A candidate ("1.0.0-rc1") comes before what it becomes.
function compare(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let n = 0; n < Math.max(left.numbers.length, right.numbers.length); n++) {
    const step = (left.numbers[n] ?? 0) - (right.numbers[n] ?? 0);
    if (step !== 0) return step;
  }
  if (left.candidate === right.candidate) return 0;
  if (left.candidate === "" || right.candidate === "") return left.candidate === "" ? 1 : -1;
  return left.candidate < right.candidate ? -1 : 1;
}

function partsOf(version: string): { numbers: number[]; candidate: string } {
  const [numbers = "", ...candidate] = version.replace(/^v/, "").split("-");
  return { numbers: numbers.split(".").map((part) => Number.parseInt(part, 10) || 0), candidate: candidate.join("-") };
}
