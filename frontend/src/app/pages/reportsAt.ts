/** What of the reports stands in their address: who comes back from the rows of a figure finds the month they came from. */
export interface ReportsAt {
  report?: string;
  /** "2026-10"; the latest month when nothing is said. */
  month?: string;
  /** All time instead of a month. */
  all?: true;
}

/** reportsAt reads the address; what it does not know it leaves out. */
export function reportsAt(raw: { [key: string]: unknown }): ReportsAt {
  return {
    report: typeof raw.report === "string" && raw.report !== "" ? raw.report : undefined,
    month: typeof raw.month === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(raw.month) ? raw.month : undefined,
    all: raw.all === true ? true : undefined,
  };
}
