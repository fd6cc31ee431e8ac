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

/** narrowOf reads the address of the page; what it does not know it leaves out. */
export function narrowOf(raw: { [key: string]: unknown }): Narrow {
  const text = (name: string) => (typeof raw[name] === "string" ? (raw[name] as string) : undefined);
  const day = (name: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text(name) ?? "") ? text(name) : undefined);
  const asked = Array.isArray(raw.kinds) ? kinds.filter((kind) => (raw.kinds as unknown[]).includes(kind)) : [];
  return bare({ kinds: asked, user: text("user"), text: text("text"), from: day("from"), to: day("to") });
}

/** bare leaves out what was not asked for. */
export function bare(narrow: Narrow): Narrow {
  return Object.fromEntries(
    Object.entries(narrow).filter(([, value]) =>
      Array.isArray(value) ? value.length > 0 : value !== undefined && value.trim() !== "",
    ),
  );
}
