package demo

import (
	"math/rand/v2"
	"strings"
)

// pick takes one of several.
func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// zipf takes one of n, the first most often.
func zipf(r *rand.Rand, n int) int {
	f := r.Float64()
	return min(int(f*f*float64(n)), n-1)
}

var surnames = strings.Fields("王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 朱 马 胡 郭 林 何 高 梁 郑 罗 宋 谢 唐 韩 曹 许 邓 萧 冯 曾 程 蔡 彭 潘 袁 于 董 余 苏 叶 吕 魏 蒋 田 杜 丁 沈 姜 范 江 傅 钟 卢 汪 戴 崔 任 陆 廖 姚 方 金 邱 夏 谭 韦 贾 邹 石 熊 孟 秦 阎 薛 侯 雷 白 龙 段 郝 孔 邵 史 毛 常 万 顾 赖 武 康 贺 严 尹 钱 施 牛 洪 龚 欧阳 单 解 仇 区")

var menNames = strings.Fields("伟 强 磊 军 洋 勇 杰 涛 超 明 刚 平 辉 鹏 华 飞 鑫 波 斌 宇 浩 凯 健 俊 帆 帅 旭 宁 龙 林 欢 峰 志强 建国 建华 志明 国强 文斌 晓东 海涛 振宇 俊杰 宏伟 立新 永康 一鸣 子轩 浩然 天宇 嘉诚 景行 承志 世杰 家豪 明远 思远 泽民 德华 绍辉 启航")

var womenNames = strings.Fields("芳 娜 敏 静 丽 艳 娟 霞 燕 玲 洁 莉 倩 婷 雪 慧 颖 琳 璐 萍 丹 玉兰 秀英 桂英 晓燕 雅婷 思琪 梦洁 欣怡 佳慧 雨桐 诗涵 婉清 静怡 文静 晓雯 海燕 春梅 淑芬 美玲 嘉欣 若彤 雨嫣 可心 子涵 紫萱")

// person makes a name; female tells which.
func person(r *rand.Rand) (name string, female bool) {
	female = r.IntN(100) < 38
	if female {
		return pick(r, surnames) + pick(r, womenNames), true
	}
	return pick(r, surnames) + pick(r, menNames), false
}

var mobilePrefixes = strings.Fields("130 131 132 133 135 136 137 138 139 150 151 152 155 156 157 158 159 170 176 177 178 180 181 182 183 185 186 187 188 189 191 198 199")

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

func mobile(r *rand.Rand) string { return pick(r, mobilePrefixes) + digits(r, 8) }

// city is a place customers sit in, with the share of them it has.
type city struct {
	province, name, short, code string
	share                       int
}

// area is a region of the sales force.
type area struct {
	name   string
	cities []city
	share  int
}

var areas = []area{
	{"华东", []city{
		{"上海市", "上海市", "上海", "021", 20}, {"江苏省", "苏州市", "苏州", "0512", 18}, {"浙江省", "杭州市", "杭州", "0571", 12},
		{"浙江省", "宁波市", "宁波", "0574", 10}, {"江苏省", "无锡市", "无锡", "0510", 9}, {"江苏省", "南京市", "南京", "025", 7},
		{"江苏省", "常州市", "常州", "0519", 6}, {"浙江省", "嘉兴市", "嘉兴", "0573", 5}, {"安徽省", "合肥市", "合肥", "0551", 5},
		{"浙江省", "温州市", "温州", "0577", 4}, {"江苏省", "南通市", "南通", "0513", 3}, {"浙江省", "绍兴市", "绍兴", "0575", 3},
	}, 46},
	{"华南", []city{
		{"广东省", "深圳市", "深圳", "0755", 24}, {"广东省", "东莞市", "东莞", "0769", 18}, {"广东省", "广州市", "广州", "020", 16},
		{"广东省", "佛山市", "佛山", "0757", 12}, {"福建省", "厦门市", "厦门", "0592", 7}, {"广东省", "惠州市", "惠州", "0752", 6},
		{"福建省", "泉州市", "泉州", "0595", 5}, {"广东省", "中山市", "中山", "0760", 4}, {"湖南省", "长沙市", "长沙", "0731", 4},
		{"重庆市", "重庆市", "重庆", "023", 4},
	}, 33},
	{"华北", []city{
		{"北京市", "北京市", "北京", "010", 18}, {"天津市", "天津市", "天津", "022", 15}, {"山东省", "青岛市", "青岛", "0532", 13},
		{"山东省", "济南市", "济南", "0531", 10}, {"河北省", "石家庄市", "石家庄", "0311", 7}, {"山东省", "烟台市", "烟台", "0535", 6},
		{"河北省", "唐山市", "唐山", "0315", 5}, {"辽宁省", "大连市", "大连", "0411", 6}, {"辽宁省", "沈阳市", "沈阳", "024", 5},
		{"山东省", "菏泽市", "菏泽", "0530", 3}, {"陕西省", "西安市", "西安", "029", 5},
	}, 21},
}

func (a area) city(r *rand.Rand) city {
	n := r.IntN(sumOf(a.cities, func(c city) int { return c.share }))
	for _, c := range a.cities {
		if n -= c.share; n < 0 {
			return c
		}
	}
	return a.cities[0]
}

func sumOf[T any](list []T, of func(T) int) (sum int) {
	for _, one := range list {
		sum += of(one)
	}
	return sum
}

var wordHeads = strings.Fields("恒 瑞 信 华 鑫 锐 博 远 创 盛 泰 宏 精 诚 嘉 汇 联 中 天 正 启 智 新 金 德 立 康 永 东 海 卓 凯 晟 旭 国 锦 奥 科 同 亿 众 景 润 朗 昊 峻 劲 鼎 翔 迅")

var wordTails = strings.Fields("达 丰 源 通 成 力 力 隆 邦 捷 特 能 和 泽 越 腾 拓 普 芯 亚 安 格 维 创 迪 利 润 昌 腾 胜 航 程 控 铭 迈 飞 图 控 锋 磊 宇 洋 森 茂 荣 业 升 辰 尚")

// trade is what a customer makes, for its name, and the jobs it has for automation.
type trade struct {
	industry string
	words    []string
	jobs     []string
	share    int
}

var trades = []trade{
	{"manufacturing", strings.Fields("机械 精密机械 智能装备 包装设备 自动化设备 五金制品 数控机床 纺织机械 注塑机械"), strings.Fields("包装线电控改造 数控机床配套 码垛单元 伺服升级 注塑机控制器替换 整线集成 设备联网"), 26},
	{"electronics", strings.Fields("电子 光电科技 半导体 微电子 电路板 显示技术"), strings.Fields("贴片线联网 检测工位改造 无尘车间监控 插件机伺服 视觉检测 产线追溯系统"), 18},
	{"automotive", strings.Fields("汽车零部件 汽车电子 汽车模具 车辆部件 新能源汽车部件"), strings.Fields("焊装线改造 涂装线控制 总装输送线 冲压机安全改造 电池托盘产线 拧紧工位"), 14},
	{"energy", strings.Fields("新能源 电力设备 储能科技 光伏科技 电池科技"), strings.Fields("储能柜控制 光伏组件线 电芯化成线 变流器配套 能耗监测平台"), 12},
	{"food", strings.Fields("食品 饮料 乳业 粮油 调味品"), strings.Fields("灌装线改造 杀菌釜控制 冷库监控 配料系统 装箱线升级"), 10},
	{"chemical", strings.Fields("化工 新材料 涂料 塑胶 精细化工"), strings.Fields("反应釜控制 DCS备件 罐区监控 挤出机控制 防爆柜改造"), 8},
	{"medical", strings.Fields("医疗器械 生物科技 制药 生物医药"), strings.Fields("纯化水系统 洁净区监控 制剂线追溯 灭菌柜控制 装盒线"), 6},
	{"logistics", strings.Fields("物流设备 智能仓储 供应链 输送设备"), strings.Fields("立体库控制 分拣线 AGV调度 输送线扩建 仓库改造"), 6},
}

func tradeOf(r *rand.Rand) trade {
	n := r.IntN(sumOf(trades, func(t trade) int { return t.share }))
	for _, t := range trades {
		if n -= t.share; n < 0 {
			return t
		}
	}
	return trades[0]
}

var suffixes = strings.Fields("有限公司 有限公司 有限公司 有限公司 有限公司 有限公司 科技有限公司 科技有限公司 实业有限公司 股份有限公司 集团有限公司")

var roads = strings.Fields("工业大道 科技路 创业路 兴业路 人民路 建设路 长江路 黄河路 高新路 迎宾大道 振兴路 东环路 园区路 港湾路 胜利路 解放路 中山路 和平路 金山路 星湖街")

var titles = strings.Fields("总经理 副总经理 采购经理 采购主管 设备部经理 设备工程师 电气工程师 自动化主管 生产经理 项目经理 技术总监 研发经理 厂长 维修主管")

// decisionRoles are what the titles usually decide.
var decisionRoles = map[string]string{
	"总经理": "decisionMaker", "副总经理": "decisionMaker", "厂长": "decisionMaker", "技术总监": "evaluator", "采购经理": "buyer", "采购主管": "buyer",
	"设备部经理": "influencer", "自动化主管": "evaluator", "电气工程师": "evaluator", "研发经理": "evaluator", "项目经理": "influencer", "生产经理": "influencer",
	"设备工程师": "user", "维修主管": "user",
}

var units = map[string]string{"采购经理": "采购部", "采购主管": "采购部", "设备部经理": "设备部", "设备工程师": "设备部", "电气工程师": "设备部", "自动化主管": "自动化部", "生产经理": "生产部", "维修主管": "设备部", "研发经理": "研发部", "技术总监": "技术中心", "项目经理": "项目部"}
