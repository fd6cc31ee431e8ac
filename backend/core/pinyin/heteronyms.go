package pinyin

import "strings"

// modernReadings replaces what the dictionary says of characters whose first reading there is not the usual one in
// names of companies, people and places, or which have more than one reading today.
func modernReadings() map[rune][]string {
	m := map[rune][]string{}
	for _, entry := range strings.Split(heteronyms, ";") {
		words := strings.Fields(entry)
		if len(words) < 2 {
			continue
		}
		for _, r := range words[0] {
			m[r] = words[1:]
		}
	}
	return m
}

const heteronyms = `
阿 a e;艾 ai yi;柏 bai bo;堡 bao bu pu;薄 bo bao;剥 bo bao;暴 bao pu;蚌 bang beng;磅 bang pang;秘 mi bi;辟 pi bi;扁 bian pian;
便 bian pian;泊 bo po;伯 bo bai;卜 bu bo;埔 pu bu;藏 cang zang;参 can shen cen;曾 zeng ceng;差 cha chai ci;查 cha zha;
刹 sha cha;颤 chan zhan;长 chang zhang;朝 chao zhao;车 che ju;称 cheng chen;乘 cheng sheng;盛 sheng cheng;澄 cheng deng;
匙 chi shi;重 zhong chong;种 zhong chong;仇 chou qiu;臭 chou xiu;畜 xu chu;传 chuan zhuan;创 chuang;绰 chuo chao;
大 da dai;逮 dai;单 dan shan chan;弹 dan tan;担 dan;的 de di;得 de dei;地 di de;底 di de;提 ti di;翟 zhai di;调 diao tiao;丁 ding;
都 du dou;读 du dou;度 du duo;囤 tun dun;恶 e wu;番 fan pan;佛 fo fu;否 fou pi;脯 fu pu;盖 gai ge;干 gan;
葛 ge;给 gei ji;合 he;蛤 ha ge;谷 gu yu;贾 jia gu;龟 gui jun;桧 gui hui;炔 que;还 hai huan;巷 xiang hang;号 hao;
和 he huo hu;核 he hu;喝 he;虹 hong jiang;会 hui kuai;混 hun;奇 qi ji;稽 ji qi;系 xi ji;缉 ji;纪 ji;济 ji;茄 qie jia;
假 jia;降 jiang xiang;将 jiang qiang;强 qiang jiang;角 jiao jue;校 xiao jiao;嚼 jiao jue;觉 jue jiao;削 xiao xue;解 jie xie;
桔 ju jie;藉 jie ji;劲 jin jing;景 jing;颈 jing;浚 jun xun;卷 juan;卡 ka qia;咖 ka ga;咯 ge luo;壳 ke qiao;槛 kan jian;
括 kuo gua;勒 le lei;肋 lei le;乐 le yue;累 lei;蜡 la;棱 leng ling;俩 lia liang;了 le liao;陆 lu;六 liu lu;绿 lv lu;
率 lv shuai;露 lu lou;落 luo la lao;埋 mai man;脉 mai mo;蔓 man wan;没 mei mo;么 me mo;蒙 meng;糜 mi mei;模 mo mu;
牟 mou mu;娜 na nuo;哪 na ne;南 nan na;呢 ne ni;尿 niao;宁 ning;弄 nong long;疟 nve yao;刨 pao bao;炮 pao;片 pian;屏 ping bing;
迫 po pai;朴 piao pu;仆 pu;曝 pu bao;瀑 pu bao;期 qi;栖 qi xi;铅 qian yan;切 qie;区 qu ou;曲 qu;圈 quan juan;雀 que;
任 ren;若 ruo;洒 sa;塞 sai se;色 se shai;沙 sha;莎 sha suo;厦 xia sha;杉 shan sha;召 zhao shao;折 zhe she;舍 she;射 she;
沈 shen chen;什 shen shi;省 sheng xing;石 shi dan;食 shi;识 shi zhi;似 si shi;熟 shu shou;属 shu;数 shu shuo;说 shuo shui;
伺 ci si;宿 su xiu;遂 sui;台 tai;拓 tuo ta;汤 tang;体 ti;挑 tiao;万 wan mo;尾 wei yi;尉 wei yu;蔚 wei yu;遗 yi;涡 wo guo;
洗 xi xian;铣 xi xian;吓 xia he;虾 xia;鲜 xian;纤 xian qian;行 xing hang heng;吁 yu xu;许 xu;血 xue xie;咽 yan ye;
殷 yin yan;燕 yan;叶 ye xie;员 yuan yun;约 yue;钥 yao yue;扎 zha za;轧 zha ya ga;栅 zha shan;粘 zhan nian;占 zhan;
辗 zhan;着 zhe zhuo zhao;著 zhu zhuo;爪 zhua zhao;转 zhuan;拽 zhuai;仔 zi zai;咱 zan;择 ze zhai;攒 zan cuan;柞 zuo zha;琢 zhuo zuo;
晟 sheng cheng;缪 miao mou;覃 qin tan;隗 kui wei;冼 xian;莘 xin shen;郗 xi chi;乜 nie mie;谌 chen shen;瞿 qu;洺 ming;
峤 qiao jiao;鹄 hu gu;祎 yi;祢 mi ni;亓 qi;逄 pang;亳 bo;崴 wei wai;嘏 gu jia;晁 chao;泌 mi bi;泷 long shuang;浒 hu xu;
茜 qian xi;菏 he;衢 qu;濮 pu;郫 pi;郯 tan;鄞 yin;鄱 po;邛 qiong;邳 pi;鄯 shan;婼 ruo;盱 xu;眙 yi chi;
筠 yun jun;芮 rui;珏 jue;璟 jing;喆 zhe;昇 sheng;珺 jun;珉 min;玥 yue;玮 wei;`

// A phrase is what follows its first character, and the fixed readings of all its characters.
type phrase struct {
	rest  string
	reads [][]string
}

// phraseReadings is the phrase table by first character, longer phrases first.
func phraseReadings() map[rune][]phrase {
	m := map[rune][]phrase{}
	for _, entry := range strings.Split(phrases, ";") {
		words := strings.Fields(entry)
		if len(words) < 2 {
			continue
		}
		text := []rune(words[0])
		p := phrase{rest: string(text[1:])}
		for _, w := range words[1:] {
			p.reads = append(p.reads, []string{w})
		}
		if len(p.reads) != len(text) {
			panic("pinyin: phrase " + words[0] + " has a wrong number of syllables")
		}
		list := append(m[text[0]], p)
		for i := len(list) - 1; i > 0 && len(list[i].rest) > len(list[i-1].rest); i-- {
			list[i], list[i-1] = list[i-1], list[i]
		}
		m[text[0]] = list
	}
	return m
}

const phrases = `
重庆 chong qing;长沙 chang sha;单县 shan xian;厦门 xia men;六安 lu an;六合 lu he;行长 hang zhang;大厦 da sha;商厦 shang sha;
台州 tai zhou;丽水 li shui;蚌埠 beng bu;番禺 pan yu;东莞 dong guan;洪洞 hong tong;蔚县 yu xian;乐亭 lao ting;乐清 yue qing;
尉犁 yu li;尉迟 yu chi;井陉 jing xing;浚县 xun xian;莘县 shen xian;解州 xie zhou;铅山 yan shan;会稽 kuai ji;会计 kuai ji;
中牟 zhong mu;牟平 mu ping;东阿 dong e;涡阳 guo yang;亳州 bo zhou;泌阳 bi yang;歙县 she xian;枞阳 zong yang;黟县 yi xian;
柘城 zhe cheng;郴州 chen zhou;耒阳 lei yang;莆田 pu tian;长乐 chang le;闽侯 min hou;大埔 da bu;黄埔 huang pu;吴堡 wu bu;
十里堡 shi li pu;双流 shuang liu;郫县 pi xian;犍为 qian wei;珙县 gong xian;筠连 jun lian;荥阳 xing yang;荥经 ying jing;
西藏 xi zang;藏族 zang zu;藏药 zang yao;藏青 zang qing;青藏 qing zang;宝藏 bao zang;成都 cheng du;都匀 du yun;石嘴山 shi zui shan;
天台 tian tai;朝阳 chao yang;华宁 hua ning;曾都 zeng du;盱眙 xu yi;无为 wu wei;宿迁 su qian;宿州 su zhou;繁峙 fan shi;
长子县 zhang zi xian;隰县 xi xian;万荣 wan rong;洗马 xian ma;砀山 dang shan;邕宁 yong ning;百色 bai se;新疆 xin jiang;
吐鲁番 tu lu fan;喀什 ka shi;阿勒泰 a le tai;呼和浩特 hu he hao te;巴音郭楞 ba yin guo leng;番茄 fan qie;
银行 yin hang;支行 zhi hang;分行 fen hang;总行 zong hang;商行 shang hang;车行 che hang;洋行 yang hang;药行 yao hang;央行 yang hang;
农行 nong hang;建行 jian hang;工行 gong hang;中行 zhong hang;交行 jiao hang;招行 zhao hang;同行 tong hang;内行 nei hang;外行 wai hang;
行业 hang ye;行情 hang qing;行家 hang jia;拍卖行 pai mai hang;典当行 dian dang hang;五金行 wu jin hang;茶行 cha hang;琴行 qin hang;
重复 chong fu;重新 chong xin;重建 chong jian;重组 chong zu;重启 chong qi;重阳 chong yang;重装 chong zhuang;
董事长 dong shi zhang;部长 bu zhang;处长 chu zhang;科长 ke zhang;局长 ju zhang;院长 yuan zhang;校长 xiao zhang;厂长 chang zhang;
店长 dian zhang;组长 zu zhang;队长 dui zhang;会长 hui zhang;社长 she zhang;所长 suo zhang;站长 zhan zhang;班长 ban zhang;
市长 shi zhang;县长 xian zhang;镇长 zhen zhang;村长 cun zhang;省长 sheng zhang;乡长 xiang zhang;秘书长 mi shu zhang;首长 shou zhang;
理事长 li shi zhang;成长 cheng zhang;增长 zeng zhang;生长 sheng zhang;家长 jia zhang;长孙 zhang sun;
音乐 yin yue;乐器 yue qi;乐团 yue tuan;声乐 sheng yue;乐府 yue fu;调整 tiao zheng;调节 tiao jie;空调 kong tiao;调味 tiao wei;
调试 tiao shi;调解 tiao jie;调料 tiao liao;协调 xie tiao;弹簧 tan huang;弹性 tan xing;弹力 tan li;模具 mu ju;模板 mu ban;模样 mu yang;
校准 jiao zhun;校验 jiao yan;校正 jiao zheng;校对 jiao dui;传记 zhuan ji;便宜 pian yi;数码 shu ma;率先 shuai xian;卡口 qia kou;
的士 di shi;的确 di que;目的 mu di;标的 biao di;地产 di chan;土地 tu di;地址 di zhi;地区 di qu;基地 ji di;参差 cen ci;人参 ren shen;
海参 hai shen;党参 dang shen;西洋参 xi yang shen;差旅 chai lv;出差 chu chai;称重 cheng zhong;种植 zhong zhi;着装 zhuo zhuang;
着色 zhuo se;茄子 qie zi;雪茄 xue jia;系统 xi tong;体系 ti xi;关系 guan xi;系列 xi lie;还款 huan kuan;归还 gui huan;首都 shou du;
都市 du shi;都江堰 du jiang yan;大夫 dai fu;假日 jia ri;华为 hua wei;尽快 jin kuai;给排水 ji pai shui;给水 ji shui;供给 gong ji;
纤维 xian wei;化纤 hua xian;光纤 guang xian;石油 shi you;石化 shi hua;绿色 lv se;绿地 lv di;绿化 lv hua;绿城 lv cheng;
勘探 kan tan;中国 zhong guo;中心 zhong xin;核心 he xin;核电 he dian;核桃 he tao;和平 he ping;和谐 he xie;会议 hui yi;会员 hui yuan;
大学 da xue;大连 da lian;大庆 da qing;大同 da tong;大理 da li;食品 shi pin;石材 shi cai;数据 shu ju;数字 shu zi;数控 shu kong;
有限公司 you xian gong si;股份 gu fen;有限责任公司 you xian ze ren gong si;集团 ji tuan;科技 ke ji;技术 ji shu;传媒 chuan mei;传感 chuan gan;
传动 chuan dong;行政 xing zheng;旅行社 lv xing she;旅行 lv xing;自行车 zi xing che;汽车 qi che;长江 chang jiang;长城 chang cheng;
参观 can guan;万俟 mo qi;澹台 tan tai;令狐 ling hu;单于 chan yu;单位 dan wei;单价 dan jia;单元 dan yuan;单项 dan xiang;单据 dan ju;
解决 jie jue;解释 jie shi;解放 jie fang;解约 jie yue;解除 jie chu;区域 qu yu;区分 qu fen;区块 qu kuai;查询 cha xun;查看 cha kan;
查验 cha yan;仇恨 chou hen;盖章 gai zhang;盖子 gai zi;万能 wan neng;朴素 pu su;种子 zhong zi;种类 zhong lei;曾经 ceng jing;石头 shi tou;
任务 ren wu;召开 zhao kai;员工 yuan gong;缪斯 miu si;覃塘 qin tang;洗衣 xi yi;洗涤 xi di;黑龙江 hei long jiang;`

// surnameReadings are the family names that are read otherwise than the character alone; the usual reading stays
// as the second.
func surnameReadings() map[rune][]string {
	m := map[rune][]string{}
	for _, entry := range strings.Split(surnames, ";") {
		words := strings.Fields(entry)
		if len(words) < 2 {
			continue
		}
		for _, r := range words[0] {
			m[r] = words[1:]
		}
	}
	return m
}

const surnames = `曾 zeng ceng;单 shan dan chan;解 xie jie;仇 qiu chou;区 ou qu;查 zha cha;朴 piao pu;盖 ge gai;葛 ge;任 ren;万 wan;
乐 yue le;员 yun yuan;召 shao zhao;种 chong zhong;秘 bi mi;翟 zhai di;柏 bai bo;尉 wei yu;缪 miao mou;覃 qin tan;冼 xian;华 hua;
贾 jia;洗 xian xi;折 she zhe;黑 he hei;繁 po fan;祭 zhai ji;隗 kui wei;重 chong zhong;牟 mou mu;行 xing hang;长 chang zhang;
车 che;石 shi;那 na;沈 shen;卜 bu;盛 sheng;藏 zang cang;宿 su;洪 hong;郗 xi chi;乜 nie;谌 chen shen;晟 sheng cheng;`
