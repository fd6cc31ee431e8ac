import type { EntityDescription } from "@/api";
import { groups } from "@/features/dashboard/pivot/model";

/** chartFits says whether there is anything to draw an entity by. */
export function chartFits(entity: EntityDescription): boolean {
  return entity.fields.some((spec) => !spec.unlisted && groups(spec));
}
