// The sounds of Chinese words, for finding pages and commands by pinyin. Records are searched by the core.

// First character of each syllable in the pinyin order that Intl.Collator sorts by.
const table =
  "吖a哎ai安an肮ang凹ao丷ba挀bai扳ban邦bang勹bao卑bei奔ben伻beng屄bi边bian灬biao憋bie汃bin冫bing拨bo峬bu嚓ca偲cai参can仓cang撡cao冊ce嵾cen曽ceng叉cha芆chai辿chan伥chang抄chao车che抻chen阷cheng吃chi充chong抽chou出chu揣chuai巛chuan刅chuang吹chui旾chun逴chuo呲ci匆cong凑cou粗cu汆cuan崔cui邨cun搓cuo咑da呆dai丹dan当dang刀dao嘚de扥den灯deng氐di嗲dia敁dian刁diao爹die丁ding丟diu东dong吺dou厾du耑duan垖dui吨dun多duo妸e奀en鞥eng儿er发fa帆fan匚fang飞fei分fen丰feng仏fo缶fou夫fu旮ga侅gai甘gan冮gang皋gao戈ge给gei根gen刯geng工gong勾gou估gu瓜gua拐guai关guan炗guang归gui丨gun呙guo哈ha咍hai佄han夯hang茠hao诃he黒hei拫hen亨heng叿hong齁hou乎hu花hua怀huai欢huan巟huang灰hui昏hun吙huo丌ji加jia戋jian江jiang交jiao阶jie巾jin坕jing冂jiong丩jiu凥ju姢juan噘jue军jun咔ka开kai刊kan忼kang尻kao匼ke肎ken劥keng空kong抠kou扝ku夸kua蒯kuai宽kuan匡kuang亏kui坤kun扩kuo垃la来lai兰lan啷lang捞lao仂le勒lei崚leng哩li俩lia奁lian良liang撩liao毟lie拎lin伶ling溜liu龙long瞜lou噜lu娈luan抡lun啰luo妈ma埋mai嫚man牤mang猫mao嚒me坆mei椚men擝meng咪mi宀mian喵miao乜mie民min名ming尛mo哞mou母mu拏na摨nai囡nan囔nang孬nao疒ne娞nei恁nen妮ni拈nian娘niang鸟niao捏nie囜nin宁ning妞niu农nong槈nou奴nu奻nuan挪nuo喔o讴ou妑pa拍pai眅pan乓pang抛pao呸pei喷pen匉peng丕pi囨pian剽piao氕pie姘pin乒ping钋po剖pou仆pu七qi掐qia千qian呛qiang悄qiao苆qie亲qin靑qing卭qiong丘qiu区qu奍quan炔que夋qun呥ran穣rang娆rao惹re人ren扔reng日ri戎rong厹rou邚ru挼rua堧ruan桵rui瞤run捼ruo挲sa毢sai三san桒sang掻sao閪se森sen僧seng杀sha筛shai山shan伤shang弰shao奢she申shen升sheng尸shi収shou书shu刷shua衰shuai闩shuan双shuang脽shui吮shun妁shuo厶si忪song凁sou苏su狻suan夊sui孙sun唆suo他ta囼tai坍tan汤tang夲tao忑te忒tei熥teng剔ti天tian旫tiao帖tie厅ting囲tong偷tou凸tu湍tuan推tui吞tun乇tuo屲wa歪wai弯wan尢wang危wei昷wen翁weng挝wo乌wu夕xi呷xia仙xian乡xiang灱xiao些xie心xin星xing凶xiong休xiu吁xu吅xuan削xue坃xun丫ya恹yan央yang幺yao倻ye一yi囙yin应ying哟yo佣yong优you込yu囦yuan曰yue晕yun帀za災zai兂zan匨zang傮zao则ze贼zei怎zen囎zeng扎zha夈zhai枬zhan张zhang佋zhao蜇zhe这zhei贞zhen凧zheng之zhi中zhong州zhou朱zhu抓zhua专zhuan妆zhuang隹zhui宒zhun拙zhuo孜zi宗zong邹zou租zu钻zuan厜zui嶟zun嘬zuo";

// Characters that the order above files under another of their sounds, or between two syllables.
const exceptions: { [char: string]: string } = {
  率: "lv",
  绿: "lv",
  女: "nv",
  略: "lve",
  能: "neng",
  特: "te",
  虑: "lv",
  重: "zhong",
  行: "hang",
  长: "chang",
};

const starts: { char: string; sound: string }[] = [];
for (const found of table.matchAll(/([^a-z])([a-z]+)/gu)) starts.push({ char: found[1] ?? "", sound: found[2] ?? "" });

let collator: Intl.Collator | undefined;

function soundOf(char: string): string {
  const known = exceptions[char];
  if (known) return known;
  if (!/[\u4e00-\u9fa5]/.test(char)) return char.toLowerCase();
  collator ??= new Intl.Collator("zh-Hans-CN-u-co-pinyin");
  let low = 0;
  let high = starts.length - 1;
  let best = "";
  while (low <= high) {
    const middle = (low + high) >> 1;
    const start = starts[middle];
    if (start && collator.compare(start.char, char) <= 0) {
      best = start.sound;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
}

// Characters that are read in more than one way in the words of the program and of its people.
const other: { [char: string]: string[] } = {
  行: ["xing"],
  长: ["zhang"],
  重: ["chong"],
  单: ["shan", "chan"],
  会: ["kuai"],
  调: ["tiao", "diao"],
  还: ["hai", "huan"],
  数: ["shuo"],
  省: ["xing"],
  率: ["shuai"],
  传: ["chuan", "zhuan"],
  降: ["jiang", "xiang"],
  提: ["ti"],
  系: ["ji"],
  转: ["zhuan"],
  藏: ["zang"],
  度: ["duo"],
  解: ["xie"],
  曾: ["zeng"],
  仇: ["qiu"],
  查: ["zha"],
};

const kept = new Map<string, string[][]>();

// How each character of a label may be said; what is not Chinese is said as it is written.
function readingsOf(label: string): string[][] {
  let readings = kept.get(label);
  if (!readings) {
    readings = [...label.toLowerCase()].map((char) => [...new Set([soundOf(char), ...(other[char] ?? [])])]);
    kept.set(label, readings);
  }
  return readings;
}

// Whether typed letters and characters, from `pos`, say the label's characters from `at` on: each by itself, by its
// full sound, by the beginning of it where the typing ends, or by its first letter.
function says(chars: string[], readings: string[][], at: number, typed: string, pos: number): boolean {
  if (pos === typed.length) return true;
  const char = chars[at];
  if (char === undefined) return false;
  if (/\s/.test(char)) return says(chars, readings, at + 1, typed, pos);
  if (typed.startsWith(char, pos) && says(chars, readings, at + 1, typed, pos + char.length)) return true;
  if (!/[\u4e00-\u9fa5]/.test(char)) return false;
  const rest = typed.slice(pos);
  return (readings[at] ?? []).some(
    (sound) =>
      sound !== "" &&
      (sound.startsWith(rest) ||
        (rest.startsWith(sound) && says(chars, readings, at + 1, typed, pos + sound.length)) ||
        (rest.startsWith(sound.charAt(0)) && says(chars, readings, at + 1, typed, pos + 1))),
  );
}

/** match says how well typed text finds a label: by its characters, full pinyin, initials, or a mixture. 0 is not at all. */
export function match(label: string, typed: string): number {
  const want = typed.trim().toLowerCase();
  if (want === "") return 1;
  const text = label.toLowerCase();
  if (text === want) return 6;
  if (text.startsWith(want)) return 5;
  if (text.includes(want)) return 4;
  const bare = want.replace(/[\s']/g, "");
  if (!/[a-z]/.test(bare)) return 0;
  const initials = text.split(/[\s/-]+/).map((word) => word.charAt(0));
  if (initials.length > 1 && initials.join("").startsWith(bare)) return 2;
  const chars = [...text];
  const readings = readingsOf(label);
  if (says(chars, readings, 0, bare, 0)) return 3;
  for (let at = 1; at < chars.length; at++)
    if (/[\u4e00-\u9fa5]/.test(chars[at] ?? "") && says(chars, readings, at, bare, 0)) return bare.length > 1 ? 2 : 1;
  return 0;
}

/** spell writes a text by its most usual sounds: 恒达 → hengda. */
export function spell(text: string): string {
  return [...text].map(soundOf).join("");
}
