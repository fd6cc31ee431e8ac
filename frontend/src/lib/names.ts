// Names of companies, as they are compared to find the same one written in another way.
import { spell } from "./pinyin";

const endings =
  /(?:股份有限公司|有限责任公司|集团有限公司|科技有限公司|有限公司|分公司|集团公司|集团|公司|厂|co\.?,? ?ltd\.?|gmbh|inc\.?|llc|ltd\.?)$/i;

/** coreOf is the part of a name that is its own: 苏州恒达机械有限公司 → 苏州恒达机械. */
export function coreOf(name: string): string {
  const bare = name.replace(/[\s()（）·]/g, "");
  const core = bare.replace(endings, "");
  return core.length >= 2 ? core : bare;
}

/** soundOf is how the own part of a Chinese name sounds; names that sound alike may be one name heard twice. "" for others. */
export function soundOf(name: string): string {
  const core = coreOf(name);
  return /[\u4e00-\u9fa5]{2}/.test(core) ? spell(core) : "";
}
