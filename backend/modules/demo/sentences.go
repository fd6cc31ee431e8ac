package demo

import "strings"

// talk is what a follow-up says: what happened, what came of it, what shall be next.
type talk struct{ way, said, result, next string }

// early talks are those before there is a deal; deal talks those about one, in the order in which a deal goes; later talks those after a purchase.
var (
	earlyTalks = []talk{
		{"call", "电话联系{人}，介绍了我司{品}，对方目前在用进口品牌，交期长，愿意了解国产替代。", "有兴趣", "发产品资料和两家同行案例"},
		{"call", "首次致电，前台转{人}，只聊了两分钟，对方在开会，约好改天再谈。", "待再联系", "重新约时间"},
		{"wechat", "加上{人}微信，发了{品}的样本和价格区间，对方说月底前统一看。", "已发资料", "月底前问反馈"},
		{"visit", "上门拜访{人}，看了两条产线，主要问题是停机多、备件贵，现场拍了铭牌。", "需求明确", "整理替换清单"},
		{"email", "按{人}要求发了公司介绍、资质和{品}选型手册，附上同行业三个案例。", "已发资料", "两天后确认是否收到"},
		{"meeting", "展会上认识{人}，今天开视频会介绍方案，对方电气工程师问了通信协议和响应时间。", "有兴趣", "安排样机演示"},
		{"call", "回访{人}，上次的资料已转设备部，设备部认为可以先试一台。", "可试用", "准备试用协议"},
		{"visit", "陪技术同事到现场测绘，{人}全程陪同，提出新旧设备要能共用一套备件。", "需求明确", "出初步方案"},
	}
	dealTalks = []talk{
		{"call", "与{人}确认{事}的预算，今年批了一部分，剩下的要看三季度情况。", "预算待批", "准备分期方案"},
		{"visit", "到现场讨论{事}，{人}要求保留原有机柜，只换驱动和控制部分，工期不超过五天。", "方案认可", "修改方案并报价"},
		{"visit", "带样机演示{品}，运行四小时无报警，{人}当场叫来厂长一起看，评价不错。", "演示成功", "约谈商务"},
		{"meeting", "{事}技术评审会，对方五人参加，对{品}的响应时间和防护等级满意，要求补一份电磁兼容报告。", "评审通过", "补测试报告"},
		{"email", "发出{事}第二版报价，含三年质保和一次免费培训，有效期三十天。", "已报价", "三天后跟进"},
		{"wechat", "{人}反馈另一家报价低 8%，但交期要十周，我方承诺三周到货。", "价格有压力", "申请特价"},
		{"meeting", "商务谈判，{人}坚持再降五个点，最后谈到送一套备件，价格不变。", "基本谈妥", "准备合同"},
		{"call", "{人}说领导出差，{事}的合同下周才能签，付款方式想改为三七。", "待签", "与财务确认付款条件"},
		{"call", "确认{事}的开工时间，客户要赶在国庆停产期间改造，需要提前备货。", "时间确定", "锁库存并排调试人员"},
	}
	laterTalks = []talk{
		{"call", "回访使用情况，{人}说{品}运行稳定，只有一台触摸屏偶尔花屏，已安排换货。", "满意", "跟进换货"},
		{"visit", "上门巡检，备份了程序，给维修班讲了常见报警处理，{人}提到明年要扩一条线。", "有新需求", "了解扩产计划"},
		{"wechat", "{人}咨询{品}停产替代型号，已给出对照表。", "已答复", "确认是否备货"},
		{"call", "催第二笔款，{人}说财务下周统一付，发票已收到。", "答应付款", "下周再确认"},
		{"email", "发送年度维保方案和备件清单，按去年用量做了三档。", "已发方案", "约时间讲解"},
		{"visit", "节前拜访，送了台历，{人}换了新办公室，介绍了新来的设备部经理。", "关系维护", "加新经理微信"},
		{"call", "客户夜班报警停机，远程指导二十分钟恢复，原因是编码器线松动。", "已解决", "下次巡检重做接头"},
		{"meeting", "与客户开年度总结会，今年采购比去年多三成，客户希望签年度框架价。", "有新需求", "准备框架协议"},
	}
)

// say fills a talk's sentence.
func (t talk) say(who, ware, job string) string {
	if job == "" {
		job = "改造项目"
	}
	return strings.NewReplacer("{人}", who, "{品}", ware, "{事}", job).Replace(t.said)
}

// polite is how one writes of a contact: 王经理, 李工, 张总.
func polite(name, title string) string {
	runes := []rune(name)
	family := string(runes[:1])
	if strings.HasPrefix(name, "欧阳") {
		family = "欧阳"
	}
	switch {
	case strings.Contains(title, "总"):
		return family + "总"
	case strings.Contains(title, "工程师"):
		return family + "工"
	case strings.Contains(title, "厂长"):
		return family + "厂长"
	case strings.Contains(title, "主管"):
		return family + "主管"
	}
	return family + "经理"
}

var places = strings.Fields("客户会议室 客户车间 客户工厂 我司展厅 工业展展位 客户办公室")

// goals are those of plans with a customer, dealGoals those of plans about a deal.
var (
	goals     = strings.Fields("回访使用情况 催收第二笔款 讲解维保方案 约见决策人 了解扩产计划 节前拜访 邀请参观展厅 介绍新产品")
	dealGoals = strings.Fields("回访试用情况 送样机演示 跟进报价反馈 确认合同条款 约见决策人 确认改造时间 补发测试报告 核对技术要求 谈付款方式")
)

var demands = strings.Fields("发货前必须先电话通知门卫登记 发票抬头与收货公司不同，开票前先确认 进厂需提前一天报备身份证 只接受周三上午送货 紧急维修请求优先处理，直接联系厂长 所有资料需中英文对照")

var lostReasons = strings.Fields("价格高于竞争对手 客户预算取消 客户选择进口品牌 交期不能满足 项目延期到明年 客户自行改造 决策人变动，需求搁置 技术指标不满足")

var competitors = []string{"某外资品牌", "某国产品牌", "本地集成商", "台系品牌", "设备原厂"}

var nextSteps = strings.Fields("约技术交流 补充报价明细 安排样机演示 确认付款条件 拜访决策人 等待客户立项 准备合同")
