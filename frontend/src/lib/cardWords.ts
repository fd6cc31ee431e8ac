// The words by which the parts of a business card are told apart, in Chinese and English.
import type { Card } from "./card";

/** At the end of a name, nothing but a company. */
export const companyEnds =
  /(?:公司|集团|工厂|[^工]厂|研究院|研究所|设计院|事务所|商行|工作室|合作社|银行|协会|出版社|(?:\bCo\.?,?\s*)?\bLtd\.?|\bLimited|\bInc\.?|\bLLC|\bGmbH(?: & Co\. KG)?|\bAG|\bKG|\bCorp(?:oration)?\.?|\bPLC|\bS\.?A\.?|\bB\.?V\.?|\bN\.?V\.?|\bPty\.?|\bS\.?r\.?l\.?|\bOy|\bAB|\bCompany)(?:\s*[(（][^)）]*[)）])?$/i;

/** In a name, most likely a company. */
export const companyWords = /有限公司|股份|集团|\b(?:Ltd|Inc|LLC|GmbH|Corp|Company)\b|\bCo\.,/i;

/** What a company or a house may be called, when it is nothing else. */
export const weakCompany =
  /(?:医院|学校|大学|学院|酒店|中心|(?<!副)局|委员会|(?:科技|机械|电子|实业|贸易|电气|自动化|精密|新材料|药业|食品|物流|汽车|重工|能源)$)|\b(?:Group|Holdings?|Industries|Technolog(?:y|ies)|Systems|Solutions|University|Institute|Hospital|Laborator(?:y|ies)|Labs|Automation|Machinery|Electronics|Enterprises|Partners|Consulting|Logistics|Works)$/i;

export const titleWords =
  /董事|总裁|总经理|副总|经理|总监|主任|主管|主席|厂长|科长|处长|部长|组长|店长|校长|行长|会长|秘书|工程师|技术员|设计师|会计|出纳|采购员?|销售员?|业务员|顾问|助理|专员|代表|院长|所长|教授|讲师|研究员|医师|医生|律师|合伙人|创始人|负责人|采购|销售|\b(?:CEO|CTO|CFO|COO|CMO|CIO|VP|SVP|EVP|MD|Manager|Director|Engineer|President|Vice President|Chair(?:man|woman)?|Buyer|Sales|Head of|Officer|Founder|Owner|Partner|Consultant|Specialist|Supervisor|Coordinator|Representative|Assistant|Executive|Analyst|Architect|Technician|Secretary|Accountant|Purchaser|Professor|Lead|Advis[eo]r|Planner|Controller|Einkauf|Geschäftsführer(?:in)?|Leiter(?:in)?)\b/i;

/** At the end, a part of a company. */
export const departmentEnds =
  /(?:事业部|部门|部|科|处|车间|课|办公室|中心[一二三])$|^(?:Department of .+|.+ (?:Department|Dept\.?|Division|Team|Office))$/i;

export const placeWords =
  /省|市|自治区|区|县|镇|乡|村|路|街|大道|道|巷|弄|号|楼|层|室|栋|幢|座|园|大厦|广场|\b(?:Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Building|Bldg|Floor|Suite|Room|Rm|Park|Zone|Plaza|Tower|District|Highway|Square|P\.?O\.? ?Box|Parkway|Court|Place|Way)\b|(?:stra(?:ß|ss)e|str\.|allee|platz|weg)\b|\b(?:rue|via|calle)\b/gi;

const labels: [keyof Card, string][] = [
  ["name", "姓名|名字|联系人|Name|Contact(?: person)?"],
  ["company", "公司名称|公司|单位名称|单位|企业|Company(?: name)?|Organi[sz]ation|Firm"],
  ["title", "职务|职位|职称|头衔|岗位|Job title|Title|Position"],
  ["department", "部门|所在部门|Department|Dept"],
  ["address", "公司地址|办公地址|联系地址|通讯地址|详细地址|工厂地址|地址|厂址|Address|Addr?|A"],
];

/** What stands before a part to say what it is. One letter says so only with a colon. */
export const label = new RegExp(
  `^(?:${labels.map(([, words]) => words).join("|")})(?:\\s*[:：]|(?<=[a-z]{3})\\.)\\s*`,
  "i",
);

/** Nothing but labels: the heading of a table. */
export const onlyLabel = new RegExp(
  `^(?:${labels.map(([, words]) => words).join("|")}|手机号?|电话|邮箱|微信|Mobile|Phone|E-?mail)$`,
  "i",
);

/** fieldOfLabel is the part a label is about. */
export function fieldOfLabel(found: string): keyof Card | undefined {
  const bare = found.replace(/[\s:：.]+$/, "");
  return labels.find(([, words]) => new RegExp(`^(?:${words})$`, "i").test(bare))?.[0];
}

const surnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤单康易乔赖文施樊兰殷安颜倪洪季庞温芦柳俞翟岳齐凌庄章鲁葛耿聂焦左关包宁裴祝鲍成柯阮桂舒牛纪游项尤甘华宫冉霍涂解米蒙詹瞿饶谷房靳路翁娄凤车岑喻骆卫符欧应党盛池卞储边梅穆佟卜苗奚辛管巫郁屈简艾闵冷申";
const doubles = /^(?:欧阳|诸葛|上官|司马|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|端木|夏侯|南宫|长孙|宇文|轩辕|申屠)/;
// Words of two to four characters that begin like a name and are none.
const noNames =
  /[部处科省市区县路街厂店司]$|^(?:高新|高级|国际|中国|经济|金属|石油|华东|华南|华北|华中|安全|安徽|江苏|江西|海南|云南|河南|温州|常州|钱包|成都|路线|石家庄|马上|方案|方式|时间|关于|应该|单位|毛利|金额|万元|于是|向您|施工|文件|左右|成本|包装|程序|章程|纪要|下周|上午|下午|常见|管理|解决|简单|项目|安装|安排|牛奶|白色|黄色|康复)/;

/** isChineseName says whether a word looks like the name of a person. */
export function isChineseName(word: string): boolean {
  if (!/^[\u4e00-\u9fa5]{2,4}$/.test(word) || titleWords.test(word) || noNames.test(word)) return false;
  if (doubles.test(word)) return word.length >= 3;
  return word.length <= 3 && surnames.includes(word.charAt(0));
}

const particles = /^(?:van|von|de|del|della|der|den|da|di|la|le|bin|al|dos|zu)$/i;

/** isLatinName says whether words look like the name of a person: two to four, each with a capital. */
export function isLatinName(words: string): boolean {
  const parts = words.replace(/^(?:Dr|Prof|Dipl\.-Ing)\.?\s+/i, "").split(/\s+/);
  if (parts.length < 2 || parts.length > 5) return false;
  if (
    titleWords.test(words) ||
    companyEnds.test(words) ||
    weakCompany.test(words) ||
    (words.match(placeWords)?.length ?? 0) > 0
  )
    return false;
  const capital = parts.filter((part) => /^\p{Lu}[\p{L}'’.-]*$/u.test(part));
  return capital.length >= 2 && parts.every((part) => capital.includes(part) || particles.test(part));
}
