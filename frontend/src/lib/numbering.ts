// Numbers that people give to orders, going on as they were given before: SO20261122-003, DD-18.

/** A way of numbering: what stands before the counter, how many digits it has, where it stood at least. */
export interface Numbering {
  prefix: string;
  width: number;
  at: number;
}

/** numberingOf reads how the last one was numbered; a day in it becomes the one of today. Undefined where nothing counts. */
export function numberingOf(last: string | undefined, today: string): Numbering | undefined {
  const day = today.replaceAll("-", "");
  if (last === undefined) return { prefix: `SO${day}-`, width: 3, at: 0 };
  const dated = /^(.*?)(20\d{2}[01]\d[0-3]\d)([-_/.]?)(\d{1,6})$/.exec(last);
  if (dated) {
    const same = dated[2] === day;
    return {
      prefix: `${dated[1]}${day}${dated[3]}`,
      width: dated[4]?.length ?? 1,
      at: same ? Number(dated[4]) : 0,
    };
  }
  const plain = /^(.*?)(\d{1,12})$/.exec(last);
  return plain ? { prefix: plain[1] ?? "", width: plain[2]?.length ?? 1, at: Number(plain[2]) } : undefined;
}

/** nextNumber is the number after the highest that is known. */
export function nextNumber({ prefix, width, at }: Numbering, highest: string | undefined): string {
  const counter = highest?.startsWith(prefix) ? /^\d{1,12}$/.exec(highest.slice(prefix.length))?.[0] : undefined;
  return prefix + String(Math.max(at, Number(counter ?? 0)) + 1).padStart(width, "0");
}
