import { useNavigate } from "@tanstack/react-router";
import { type EntityDescription, type FlatRecord, useDescribe } from "@/api";

/** The entities of people. */
const people = ["contact", "customer", "user"];

/** useErase leads to the page that erases somebody for good; nothing where that is not for the caller or not for the record. */
export function useErase(entity: EntityDescription, record: FlatRecord): (() => void) | undefined {
  const { user } = useDescribe();
  const navigate = useNavigate();
  if (!user.admin || !people.includes(entity.name) || (entity.name === "user" && record.active === true))
    return undefined;
  return () => void navigate({ to: "/erase", search: { entity: entity.name, id: record.id } });
}
