/** What of the recycle bin stands in its address: who looked at a record in it comes back to the same rows. */
export interface BinAt {
  entity?: string;
  actor?: string;
  from?: string;
  to?: string;
  /** What was deleted longer ago is there too, but seldom looked for. */
  all?: true;
}

/** binAt reads the address; what it does not know it leaves out. */
export function binAt(raw: { [key: string]: unknown }): BinAt {
  const text = (name: string) =>
    typeof raw[name] === "string" && raw[name] !== "" ? (raw[name] as string) : undefined;
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text(name) ?? "") ? text(name) : undefined);
  return {
    entity: text("entity"),
    actor: text("actor"),
    from: day("from"),
    to: day("to"),
    all: raw.all === true ? true : undefined,
  };
}
