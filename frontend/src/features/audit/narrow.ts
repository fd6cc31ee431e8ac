import type { Input } from "@/api";

/** Narrow is what the events are narrowed to. */
export type Narrow = Pick<Input<"audit.list">, "kinds" | "user" | "text" | "from" | "to">;

/** The kinds of events, those first that one looks for. */
export const kinds = [
  "signIn",
  "signInFailed",
  "signOut",
  "lock",
  "unlock",
  "refused",
  "read",
  "export",
  "exportAll",
  "print",
  "rights",
  "actAs",
  "key",
  "backup",
  "backupFailed",
  "drill",
  "restore",
  "erase",
] as const satisfies NonNullable<Narrow["kinds"]>;

/** bare leaves out what was not asked for. */
export function bare(narrow: Narrow): Narrow {
  return Object.fromEntries(
    Object.entries(narrow).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== undefined && value.trim() !== "",
    ),
  );
}
