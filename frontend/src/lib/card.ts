// A business card or the signature of a mail, as text: who, where, how to reach.

export interface Card {
  name?: string;
  company?: string;
  title?: string;
  phone?: string;
  landline?: string;
  email?: string;
  website?: string;
  wechat?: string;
  address?: string;
}

const companyWords =
  /(公司|集团|厂|研究所|研究院|事务所|医院|学校|大学|中心|工作室|商行|Ltd|Inc|LLC|GmbH|Corp|Company|Co\.)/i;
const titleWords =
  /(董事长|总裁|总经理|副总|经理|总监|主任|主管|主任|厂长|科长|处长|部长|工程师|采购|销售|顾问|助理|专员|院长|所长|教授|CEO|CTO|CFO|COO|Manager|Director|Engineer|President|Buyer|Sales)/i;
const placeWords = /(省|市|区|县|镇|路|街|道|号|楼|室|栋|园|大厦|Road|Street|Rd\.|St\.|Avenue|Building)/i;
const labels =
  /^(?:姓名|名字|联系人|公司名称|公司|单位|职务|职位|头衔|手机号码|手机|移动电话|电话|座机|固话|传真|邮箱|电子邮件|邮件|网址|网站|官网|地址|公司地址|微信号|微信|QQ|Name|Company|Title|Position|Mobile|Cell|Phone|Tel|Fax|E-?mail|Web(?:site)?|Address|Add|WeChat|M|T|E|W|A)\s*[:：.]\s*/i;
const surnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤单欧阳诸葛上官司马";

/** readCard finds in a few lines of text what a business card says. Nothing is guessed where nothing points to it. */
export function readCard(text: string): Card {
  const card: Card = {};
  const rest: string[] = [];
  for (const line of text.split(/[\r\n\t|｜]+|(?<=\S)\s{3,}(?=\S)/)) {
    const left = takeNumbers(line.trim(), card);
    if (left !== "") rest.push(left);
  }
  for (const line of rest) takeWords(line, card);
  return card;
}

// Addresses and numbers have shapes of their own, wherever they stand in a line.
function takeNumbers(line: string, card: Card): string {
  let left = line;
  const take = (field: keyof Card, pattern: RegExp, tidy = (found: string) => found) => {
    const found = pattern.exec(left);
    if (!found) return;
    if (card[field] === undefined) card[field] = tidy(found[1] ?? found[0]);
    left = left.replace(found[0], " ");
  };
  take("email", /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/);
  take("wechat", /(?:微信号?|wechat)\s*[:：]?\s*([a-z][\w-]{4,19}|1\d{10})/i);
  if (/传真|fax/i.test(left)) left = left.replace(/(?:传真|fax)\s*[:：]?\s*[+\d()\s-]{6,}/i, " ");
  take("website", /(?:https?:\/\/|www\.)[\w./-]+[\w/]/i);
  take("phone", /(?:\+?86[\s-]?)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?!\d)/, (found) => found.replace(/[\s-]/g, ""));
  take("landline", /(?:\+?86[\s-]?)?(\(?0\d{2,3}\)?[\s-]?\d{7,8}(?:[-转]\d{1,5})?)(?!\d)/, (found) =>
    found.replace(/[()\s]/g, ""),
  );
  if (card.phone === undefined) take("phone", /(\+\d{1,3}[\s-]?\(?\d{1,4}\)?(?:[\s-]?\d{2,4}){2,4})/);
  // A label whose figure is gone says nothing any more.
  left = left.replace(
    /(?:手机号码|手机|移动电话|电话|座机|固话|传真|邮箱|电子邮件|邮件|网址|网站|官网|Mobile|Cell|Phone|Tel|Fax|E-?mail|Web(?:site)?|\b[MTEW])\s*[:：.]?\s*(?=$|\s{2,}|[,，;；/])/gi,
    " ",
  );
  return left.replace(/^[\s,，;；/]+|[\s,，;；/]+$/g, "").replace(/\s+/g, " ");
}

const labelled: [RegExp, keyof Card][] = [
  [/姓名|名字|联系人|^name/, "name"],
  [/职务|职位|头衔|title|position/, "title"],
  [/地址|address|^add|^a/, "address"],
  [/公司|单位|company/, "company"],
];

function takeWords(line: string, card: Card): void {
  const label = labels.exec(line)?.[0].toLowerCase() ?? "";
  const words = line.replace(labels, "").trim();
  if (words === "" || /^\d+$/.test(words)) return;
  const field = labelled.find(([pattern]) => pattern.test(label))?.[1] ?? fieldOf(words);
  if (field) {
    card[field] ??= words;
    return;
  }
  // 王芳 采购经理 · 采购经理 王芳 · 王芳
  const parts = words.split(/[\s,，/·]+/).filter(Boolean);
  const name = parts.find(isName);
  if (name) card.name ??= name;
  const title = parts.filter((part) => part !== name).join(" ");
  if (titleWords.test(title)) card.title ??= title;
  else if (!name && /^[A-Z][a-z]+(?: [A-Z][a-z.]+){1,2}$/.test(words)) card.name ??= words;
}

// What a line without a label is by its own words.
function fieldOf(words: string): keyof Card | undefined {
  if (isAddress(words)) return "address";
  return companyWords.test(words) ? "company" : undefined;
}

function isAddress(words: string): boolean {
  return (words.match(new RegExp(placeWords, "gi"))?.length ?? 0) >= 2 && /\d|省|市|Road|Street/i.test(words);
}

function isName(word: string): boolean {
  return /^[\u4e00-\u9fa5]{2,4}$/.test(word) && surnames.includes(word.charAt(0)) && !titleWords.test(word);
}
