/** What the address of the page holds. */
export interface PeopleSearch {
  tab?: "roles" | "reach" | "handover";
  role?: string;
  user?: string;
  entity?: string;
  record?: string;
}

const tabs = ["roles", "reach", "handover"] as const;

/** peopleSearch reads the address; what it does not know it leaves out. */
export function peopleSearch(raw: { [key: string]: unknown }): PeopleSearch {
  const text = (name: string) =>
    typeof raw[name] === "string" && raw[name] !== "" ? (raw[name] as string) : undefined;
  return {
    tab: tabs.find((tab) => tab === raw.tab),
    role: text("role"),
    user: text("user"),
    entity: text("entity"),
    record: text("record"),
  };
}
