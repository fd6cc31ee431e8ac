import type { Output } from "@/api";

export type RolesList = Output<"roles.list">;
export type Role = RolesList["roles"][number];
export type RoleEntity = RolesList["entities"][number];
export type Verbs = { [action: string]: string };

/** fresh is a new role that grants what another does. */
export function fresh(role: Role, name: string): Role {
  return { ...role, id: "", rev: 0, key: undefined, name, fixed: false, standard: false, users: 0 };
}

/** locked tells that a cell cannot be changed: everybody reads what is open. */
export const locked = (entity: RoleEntity, action: string) => entity.open && action === "read";

/** reachOf is how far a role goes in a cell. */
export function reachOf(entities: Role["entities"], entity: RoleEntity, action: string): string {
  if (locked(entity, action)) return "all";
  return entities[entity.name]?.[action] ?? "none";
}

/** choices are the reaches that mean something for an entity: all or none where records belong to nobody. */
export function choices(entity: RoleEntity, action: string, reaches: readonly string[]): readonly string[] {
  return entity.shared || action === "import" || action === "create" ? ["none", "all"] : reaches;
}

/** shownAs is the choice a reach is shown as: where only all and none mean something, whatever is not none is all. */
export function shownAs(reach: string, offered: readonly string[]): string {
  if (offered.includes(reach)) return reach;
  return reach === "none" ? "none" : "all";
}

/** withReach sets one cell. */
export function withReach(entities: Role["entities"], entity: string, action: string, reach: string): Role["entities"] {
  const verbs: Verbs = { ...entities[entity] };
  if (reach === "none") delete verbs[action];
  else verbs[action] = reach;
  return { ...entities, [entity]: verbs };
}

/** sameGrants tells that nothing would change. */
export function sameGrants(a: Pick<Role, "entities" | "groups" | "administer">, b: typeof a): boolean {
  return plain(a) === plain(b);
}

function plain(role: Pick<Role, "entities" | "groups" | "administer">): string {
  const ordered = (map: { [key: string]: unknown }) => Object.entries(map).sort(([x], [y]) => (x < y ? -1 : 1));
  const entities = ordered(role.entities).map(([name, verbs]) => [name, ordered(verbs as Verbs)]);
  return JSON.stringify([role.administer, entities, ordered(role.groups)]);
}

/** readsBy gathers the entities by how far they are read, the farthest first. */
export function readsBy(
  role: Pick<Role, "entities">,
  entities: readonly RoleEntity[],
  reaches: readonly string[],
): { reach: string; entities: RoleEntity[] }[] {
  return [...reaches]
    .reverse()
    .map((reach) => ({
      reach,
      entities: entities.filter((each) => {
        const own = reachOf(role.entities, each, "read");
        return (each.shared && own !== "none" ? "all" : own) === reach;
      }),
    }))
    .filter((group) => group.entities.length > 0);
}
