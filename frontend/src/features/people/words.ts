// The names that the core gives to actions, reaches, rights and groups, for which there are words.
export type Action =
  | "read"
  | "create"
  | "update"
  | "delete"
  | "restore"
  | "export"
  | "import"
  | "assign"
  | "approve"
  | "share";
export type Scope = "none" | "own" | "below" | "department" | "tree" | "all";
export type Right = "none" | "read" | "write";
export type Group = "finance" | "salary" | "bank";
