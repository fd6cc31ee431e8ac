import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Describe, EntityDescription, FieldSpec, FlatRecord } from "./contract";

export interface Described extends Describe {
  byName: ReadonlyMap<string, EntityDescription>;
}

const Context = createContext<Described | undefined>(undefined);

/** DescribeProvider hands the program's self-description to every page under it. */
export function DescribeProvider(props: { describe: Describe; children: ReactNode }) {
  const { describe, children } = props;
  const value = useMemo<Described>(
    () => ({ ...describe, byName: new Map(describe.entities.map((entity) => [entity.name, entity])) }),
    [describe],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** useDescribe returns what the program says of itself: entities, modules, the user, the book. */
export function useDescribe(): Described {
  const value = useContext(Context);
  if (!value) throw new Error("useDescribe outside DescribeProvider");
  return value;
}

/** useEntity returns the description of one entity, if there is such a one and the user may see it. */
export function useEntity(name: string): EntityDescription | undefined {
  return useDescribe().byName.get(name);
}

export function fieldOf(entity: EntityDescription | undefined, name: string): FieldSpec | undefined {
  return entity?.fields.find((spec) => spec.name === name);
}

/** may says whether the user may do something with the entity at all, or with one record of it. */
export function may(entity: EntityDescription, verb: string, record?: FlatRecord): boolean {
  if (record?.refused?.includes(verb)) return false;
  return entity.verbs === undefined || entity.verbs.length === 0 || entity.verbs.includes(verb);
}
