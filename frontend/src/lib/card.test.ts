import { describe, expect, it } from "vitest";
import { type Card, readCard } from "./card";

const cards: [about: string, text: string, card: Card][] = [
  [
    "the usual Chinese card",
    "苏州恒达机械有限公司\n王芳  采购经理\n手机：138 0013 8000\n电话：0512-66001234 传真：0512-66001235\nE-mail: wangfang@hengda.com.cn\n地址：江苏省苏州市工业园区星湖街218号\nwww.hengda.com.cn\n微信：wf_hengda",
    {
      company: "苏州恒达机械有限公司",
      name: "王芳",
      title: "采购经理",
      phone: "13800138000",
      landline: "0512-66001234",
      email: "wangfang@hengda.com.cn",
      address: "江苏省苏州市工业园区星湖街218号",
      website: "www.hengda.com.cn",
      wechat: "wf_hengda",
    },
  ],
  [
    "the usual English signature",
    "Anna Weber\nPurchasing Manager\nNordwind GmbH\nMobile: +49 171 2345678\nanna.weber@nordwind.de",
    {
      name: "Anna Weber",
      title: "Purchasing Manager",
      company: "Nordwind GmbH",
      phone: "+49 171 2345678",
      email: "anna.weber@nordwind.de",
    },
  ],
  [
    "a name with a space inside, wide letters, the title before it",
    "总 经 理\n李　强\n杭州远景科技有限公司\n手机：１３９１２３４５６７８\n邮箱：liqiang＠yuanjing．cn",
    {
      title: "总经理",
      name: "李强",
      company: "杭州远景科技有限公司",
      phone: "13912345678",
      email: "liqiang@yuanjing.cn",
    },
  ],
  [
    "everything in one line, as it is passed on in a chat",
    "张伟，采购部经理，无锡明德电子有限公司，13611112222，zhangwei@mingde.com",
    {
      name: "张伟",
      title: "采购部经理",
      company: "无锡明德电子有限公司",
      phone: "13611112222",
      email: "zhangwei@mingde.com",
    },
  ],
  [
    "one line with spaces and the address in it",
    "上海申联电气股份有限公司 陈建国 副总经理 13701234567 上海市浦东新区张江路88号3号楼",
    {
      company: "上海申联电气股份有限公司",
      name: "陈建国",
      title: "副总经理",
      phone: "13701234567",
      address: "上海市浦东新区张江路88号3号楼",
    },
  ],
  [
    "every part with its label, in no usual order",
    "地址：广东省深圳市南山区科技园南路12号\n电话：0755-26001122转801\n职务：总工程师\n姓名：阿依古丽\n公司：深圳市蓝海自动化技术有限公司\n邮编：518057\n传真：0755-26001123",
    {
      address: "广东省深圳市南山区科技园南路12号",
      landline: "0755-26001122-801",
      title: "总工程师",
      name: "阿依古丽",
      company: "深圳市蓝海自动化技术有限公司",
    },
  ],
  [
    "the mobile is the WeChat as well",
    "周晓燕 女士\n市场总监\n北京云帆信息技术有限公司\n手机（微信同号）：18610001000\n北京市朝阳区建国路93号院8号楼1201室",
    {
      name: "周晓燕",
      title: "市场总监",
      company: "北京云帆信息技术有限公司",
      phone: "18610001000",
      wechat: "18610001000",
      address: "北京市朝阳区建国路93号院8号楼1201室",
    },
  ],
  [
    "with the code of the country",
    "刘洋\n销售总监\n青岛海拓重工有限公司\nTel: +86 (532) 8580 1234\nMobile: +86 135 0532 1234\nQQ：12345678",
    {
      name: "刘洋",
      title: "销售总监",
      company: "青岛海拓重工有限公司",
      landline: "0532-85801234",
      phone: "13505321234",
    },
  ],
  [
    "two mobiles, a service line, a department",
    "孙静怡 | 客户代表\n售后服务部\n成都天府仪器厂\n13880001111 / 13980002222\n全国热线 400-820-8820",
    {
      name: "孙静怡",
      title: "客户代表",
      department: "售后服务部",
      company: "成都天府仪器厂",
      phone: "13880001111",
      landline: "400-820-8820",
    },
  ],
  [
    "both languages side by side",
    "欧阳明轩 Max Ouyang\n高级工程师 Senior Engineer\n宁波甬江精密机械有限公司\nM: 13957400000\nE: max@yongjiang.com\nW: www.yongjiang.com",
    {
      name: "欧阳明轩",
      title: "高级工程师 Senior Engineer",
      company: "宁波甬江精密机械有限公司",
      phone: "13957400000",
      email: "max@yongjiang.com",
      website: "www.yongjiang.com",
    },
  ],
  [
    "a professor of a university",
    "华东理工大学\n机械与动力工程学院\n郑教授\n姓名：郑思远\n电话 021-64250000",
    { company: "华东理工大学", title: "郑教授", name: "郑思远", landline: "021-64250000" },
  ],
  [
    "separated by bars and bullets",
    "赵永康｜厂长｜常州金坛轴承厂｜0519-82801234｜13801500000",
    { name: "赵永康", title: "厂长", company: "常州金坛轴承厂", landline: "0519-82801234", phone: "13801500000" },
  ],
  [
    "two titles",
    "黄海涛\n董事长 / 总经理\n厦门鹭岛新能源集团有限公司\n0592-5550000\nhht@ludao-energy.cn",
    {
      name: "黄海涛",
      title: "董事长 / 总经理",
      company: "厦门鹭岛新能源集团有限公司",
      landline: "0592-5550000",
      email: "hht@ludao-energy.cn",
    },
  ],
  [
    "an office that says no road",
    "林雅婷\n采购\n天津港务工程有限公司\n天津市滨海新区响螺湾广场A座1905室\nvx：linyt_tj",
    {
      name: "林雅婷",
      title: "采购",
      company: "天津港务工程有限公司",
      address: "天津市滨海新区响螺湾广场A座1905室",
      wechat: "linyt_tj",
    },
  ],
  [
    "copied from a table",
    "姓名\t公司\t手机\n单国强\t重庆渝华汽车零部件有限公司\t15823001234",
    { name: "单国强", company: "重庆渝华汽车零部件有限公司", phone: "15823001234" },
  ],
  [
    "the signature of a mail with a greeting before it",
    "此致\n敬礼\n--\n何佳怡 Helen He\n国际业务部\n佛山顺威陶瓷有限公司\nTEL：0757-88881234-6\nhelen.he@shunwei-ceramics.com",
    {
      name: "何佳怡",
      department: "国际业务部",
      company: "佛山顺威陶瓷有限公司",
      landline: "0757-88881234-6",
      email: "helen.he@shunwei-ceramics.com",
    },
  ],
  [
    "an American card",
    "JOHN A. SMITH\nVice President, Sales\nBlue Ridge Technologies, Inc.\n1200 Market Street, Suite 400\nSan Francisco, CA 94102\nO: (415) 555-0132\nM: (415) 555-0177\njohn.smith@blueridge-tech.com",
    {
      name: "JOHN A. SMITH",
      title: "Vice President, Sales",
      company: "Blue Ridge Technologies, Inc.",
      address: "1200 Market Street, Suite 400, San Francisco, CA 94102",
      landline: "(415) 555-0132",
      phone: "(415) 555-0177",
      email: "john.smith@blueridge-tech.com",
    },
  ],
  [
    "a German card",
    "Dr. Jürgen Groß\nLeiter Einkauf\nHansen & Söhne GmbH & Co. KG\nHafenstraße 12\n20457 Hamburg\nTel. +49 40 123456-0\nFax +49 40 123456-99\nj.gross@hansen-soehne.de\nwww.hansen-soehne.de",
    {
      name: "Dr. Jürgen Groß",
      title: "Leiter Einkauf",
      company: "Hansen & Söhne GmbH & Co. KG",
      address: "Hafenstraße 12, 20457 Hamburg",
      landline: "+49 40 123456-0",
      email: "j.gross@hansen-soehne.de",
      website: "www.hansen-soehne.de",
    },
  ],
  [
    "an English line with commas",
    "Maria van den Berg, Head of Procurement, Tulip Logistics B.V., +31 6 12345678, m.vandenberg@tulip-logistics.nl",
    {
      name: "Maria van den Berg",
      title: "Head of Procurement",
      company: "Tulip Logistics B.V.",
      phone: "+31 6 12345678",
      email: "m.vandenberg@tulip-logistics.nl",
    },
  ],
  [
    "an English line with an address in it",
    "Anna Weber, Nordwind Inc., 12 Main Street, San Francisco, CA 94102, (415) 555-0100",
    {
      name: "Anna Weber",
      company: "Nordwind Inc.",
      address: "12 Main Street, San Francisco, CA 94102",
      phone: "(415) 555-0100",
    },
  ],
  [
    "a British card, the company first",
    "Thames Valley Instruments Ltd.\nOliver O'Neil\nChief Technical Officer\n14 Kings Road, Reading RG1 3AA\nPhone: +44 118 496 0000\nMobile: +44 7700 900123",
    {
      company: "Thames Valley Instruments Ltd.",
      name: "Oliver O'Neil",
      title: "Chief Technical Officer",
      address: "14 Kings Road, Reading RG1 3AA",
      landline: "+44 118 496 0000",
      phone: "+44 7700 900123",
    },
  ],
  [
    "a Chinese company in English",
    "Wang Lei\nExport Sales Manager\nNingbo Eastport Valve Co., Ltd.\nNo. 88 Jinshan Road, Beilun District, Ningbo 315800, China\nTel: +86-574-8688 1234\nMob: +86-13805740000\nWeChat: wanglei_valve\nEmail: lei@eastport-valve.com",
    {
      name: "Wang Lei",
      title: "Export Sales Manager",
      company: "Ningbo Eastport Valve Co., Ltd.",
      address: "No. 88 Jinshan Road, Beilun District, Ningbo 315800, China",
      landline: "0574-86881234",
      phone: "13805740000",
      wechat: "wanglei_valve",
      email: "lei@eastport-valve.com",
    },
  ],
  [
    "labels in English, mixed up",
    "Address: 5 Jurong Gateway Road, Singapore 608549\nE-mail: grace.tan@merlion.sg\nTitle: Procurement Specialist\nName: Grace Tan\nCompany: Merlion Engineering Pte Ltd\nDirect: +65 6123 4567\nHP / Mobile: +65 9123 4567",
    {
      address: "5 Jurong Gateway Road, Singapore 608549",
      email: "grace.tan@merlion.sg",
      title: "Procurement Specialist",
      name: "Grace Tan",
      company: "Merlion Engineering Pte Ltd",
      landline: "+65 6123 4567",
      phone: "+65 9123 4567",
    },
  ],
];

describe("reads a card", () => {
  it.each(cards)("%s", (_, text, card) => {
    expect(readCard(text)).toEqual(card);
  });
});

it("finds nothing in what is no card", () => {
  for (const text of [
    "下周二上午\n把样品寄过去",
    "1\n2\n3",
    "Please call me back tomorrow.\nThanks",
    "方案已发\n等他们开会决定",
    "",
  ])
    expect(readCard(text)).toEqual({});
});
