package customers

import (
	"strings"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Status says how far a customer is.
type Status string

// The statuses of a customer, in the order they usually go through.
const (
	Potential  Status = "potential"  // nothing has happened yet
	Interested Status = "interested" // there is an opportunity
	Dealt      Status = "customer"   // has bought
	Dormant    Status = "dormant"    // bought once, silent since
	Lost       Status = "lost"       // gone
)

// Kind says what a customer is to us.
type Kind string

// The kinds of customers.
const (
	Buyer      Kind = "customer"
	Partner    Kind = "partner"
	Reseller   Kind = "reseller"
	Supplier   Kind = "supplier"
	Investor   Kind = "investor"
	Competitor Kind = "competitor"
)

// Level says how much a customer matters.
type Level string

// The levels of customers.
const (
	LevelA Level = "A"
	LevelB Level = "B"
	LevelC Level = "C"
)

// Customer 客户 is a company or a person we sell to, or want to.
type Customer struct {
	entity.Base
	Name           string          `json:"name"`
	ShortName      string          `json:"shortName"`
	Code           string          `json:"code"`
	Kind           Kind            `json:"kind"`
	Status         Status          `json:"status"`
	Level          Level           `json:"level"`
	Industry       string          `json:"industry"`
	Source         string          `json:"source"`
	SpecialDemand  string          `json:"specialDemand"`
	LastFollowUpOn day.Day         `json:"lastFollowUpOn"`
	NextFollowUpOn day.Day         `json:"nextFollowUpOn"`
	Phone          string          `json:"phone"`
	Email          string          `json:"email"`
	Website        string          `json:"website"`
	Region         string          `json:"region"`
	Address        string          `json:"address"`
	CreditCode     string          `json:"creditCode"`
	BankName       string          `json:"bankName"`
	BankAccount    string          `json:"bankAccount"`
	Size           int64           `json:"size"`
	AnnualRevenue  money.Amount    `json:"annualRevenue"`
	YearFounded    int             `json:"yearFounded"`
	ParentID       id.Of[Customer] `json:"parentId"`
	Note           string          `json:"note"`
}

// Customers declares the entity.
var Customers = entity.Define("customer", "客户", func(c *Customer) []field.Field {
	return []field.Field{
		field.Text(&c.Name, "客户名称").Required().Max(120).Search(5).Title().EN("Name").
			Alias("客户", "名称", "公司", "公司名称", "单位", "单位名称", "企业名称", "客户全称", "customer", "customer name", "account", "account name", "company", "company name", "client"),
		field.Text(&c.ShortName, "简称").Max(60).Search(4).Alias("客户简称", "公司简称", "short name", "abbreviation"),
		field.Text(&c.Code, "客户编号").Max(60).Unique().Search(3).EN("Code").
			Alias("编号", "客户代码", "客户号", "代码", "customer id", "customer code", "customer no", "account id", "account number"),
		field.Choice(&c.Kind, "客户类型",
			field.Is(Buyer, "客户"), field.Is(Partner, "合作伙伴").As("accent"), field.Is(Reseller, "经销商").Or("代理商", "分销商"),
			field.Is(Supplier, "供应商"), field.Is(Investor, "投资方"), field.Is(Competitor, "竞争对手").As("bad").Or("竞品", "友商"),
		).EN("Type").Alias("类型", "customer type", "account type"),
		field.Choice(&c.Status, "客户状态",
			field.Is(Potential, "潜在").Or("潜在客户", "prospect", "lead"),
			field.Is(Interested, "意向").As("accent").Or("意向客户", "qualified"),
			field.Is(Dealt, "成交").In("Customer").As("good").Or("成交客户", "已成交", "won", "active"),
			field.Is(Dormant, "沉睡").As("attention").Or("沉睡客户", "inactive"),
			field.Is(Lost, "流失").As("bad").Or("流失客户", "已流失", "churned"),
		).Required().EN("Status").Alias("状态", "成交状态", "阶段", "customer status", "stage"),
		field.Choice(&c.Level, "客户级别",
			field.Is(LevelA, "A 级").In("A").As("good").Or("重点客户", "重要客户", "A类", "a"),
			field.Is(LevelB, "B 级").In("B").Or("普通客户", "B类", "b"),
			field.Is(LevelC, "C 级").In("C").Or("非优先客户", "C类", "c"),
		).EN("Level").Alias("级别", "客户等级", "等级", "grade", "tier", "rating"),
		field.Choice(&c.Industry, "行业", industries()...).Dictated().Search(1).
			Alias("所属行业", "行业类别", "客户行业", "sector", "industry type"),
		field.Choice(&c.Source, "客户来源", Sources()...).Dictated().EN("Source").Alias("来源", "获客渠道", "渠道", "lead source"),
		field.Text(&c.SpecialDemand, "特殊要求").Max(500).Search(2).
			Hint("会醒目地显示在这个客户的每个页面上", "Shown prominently on every page about this customer").
			Alias("特殊需求", "注意事项", "special demands", "special requirements"),
		field.Day(&c.LastFollowUpOn, "最近跟进").ReadOnly().EN("Last follow-up").Alias("最后跟进", "最后跟进时间", "last contact"),
		field.Day(&c.NextFollowUpOn, "下次跟进").ReadOnly().EN("Next follow-up").Alias("下次联系时间", "下次跟进时间", "next contact"),
		field.Phone(&c.Phone, "电话").Search(3).Section("联系方式", "How to reach").
			Alias("联系电话", "公司电话", "座机", "手机", "手机号", "客户电话", "tel", "telephone", "mobile", "phone number"),
		field.Email(&c.Email, "邮箱").Search(2).Alias("电子邮件", "电子邮箱", "e-mail", "mail", "email address"),
		field.URL(&c.Website, "网址").Search(1).Alias("网站", "官网", "homepage", "web", "web site"),
		field.Region(&c.Region, "地区").Search(2).
			Alias("所在地区", "省市", "省市区", "省份", "城市", "区域", "office_location", "office location", "location", "country", "territory", "province"),
		field.Text(&c.Address, "详细地址").Max(300).Search(2).Alias("地址", "公司地址", "通讯地址", "street", "address line"),
		field.Text(&c.CreditCode, "统一社会信用代码").Max(40).Search(2).Section("工商信息", "Registration").EN("Unified social credit code").
			Alias("信用代码", "税号", "纳税人识别号", "社会信用代码", "credit code", "tax number", "tax id"),
		field.Text(&c.BankName, "开户银行").Max(120).Private("bank").EN("Bank").
			Alias("开户行", "开户行名称", "银行", "银行名称", "bank name", "bank", "bank of account"),
		field.Text(&c.BankAccount, "银行账号").Max(60).Private("bank").EN("Bank account").
			Hint("开票和收款用；由角色决定谁能看到", "For invoices and payments; roles decide who sees it").
			Alias("银行帐号", "开户账号", "开户帐号", "对公账户", "银行卡号", "bank account", "bank account number", "account no", "iban"),
		field.Number(&c.Size, "员工人数").AtLeast(0).ZeroEmpty().EN("Employees").Alias("人数", "公司规模", "规模", "number of employees", "headcount", "size"),
		field.Money(&c.AnnualRevenue, "年收入").AtLeast(0).ZeroEmpty().
			Hint("单位由账套约定（元或百万元），导入时照原数保存", "In the unit your book agrees on; a file's figure is kept as it is").
			Alias("年营业额", "营业额", "营收", "revenue", "annual revenue", "turnover"),
		field.Number(&c.YearFounded, "成立年份").AtLeast(1000).AtMost(2299).ZeroEmpty().
			Alias("成立时间", "创立年份", "year_established", "year established", "founded", "established"),
		field.Ref(&c.ParentID, "上级公司").EN("Parent company").Inverse("下级公司", "Subsidiaries").
			Alias("母公司", "集团", "上级客户", "所属集团", "subsidiary_of", "subsidiary of", "parent", "parent account", "parent company"),
		field.LongText(&c.Note, "备注").Search(1).Alias("说明", "客户备注", "描述", "remark", "remarks", "notes", "description", "comment"),
	}
}).As("building-2")

func industries() []field.Option {
	return []field.Option{
		field.Is("manufacturing", "制造业").Or("制造", "工业", "生产制造", "industrial"),
		field.Is("electronics", "电子半导体").In("Electronics").Or("电子", "半导体", "电子制造"),
		field.Is("automotive", "汽车").Or("汽车制造", "汽车零部件", "auto"),
		field.Is("energy", "能源电力").In("Energy").Or("能源", "电力", "新能源", "utilities"),
		field.Is("chemical", "化工材料").In("Chemicals").Or("化工", "材料", "chemicals"),
		field.Is("food", "食品饮料").In("Food and drink").Or("食品", "饮料"),
		field.Is("software", "软件").Or("软件业", "互联网", "信息技术", "IT", "软件和信息服务"),
		field.Is("technology", "科技").Or("高科技", "高新技术", "tech"),
		field.Is("telecommunications", "通信").Or("电信", "telecom"),
		field.Is("medical", "医疗").Or("医疗健康", "医药", "healthcare", "health", "pharmaceutical"),
		field.Is("finance", "金融").Or("银行", "保险", "banking", "insurance"),
		field.Is("retail", "零售").Or("零售业", "批发零售", "商贸", "电商", "e-commerce"),
		field.Is("logistics", "物流运输").In("Logistics").Or("物流", "运输", "交通运输", "transportation"),
		field.Is("construction", "建筑地产").In("Construction").Or("建筑", "房地产", "地产", "real estate"),
		field.Is("education", "教育").Or("教育培训", "培训", "学校"),
		field.Is("government", "政府").Or("政府机关", "事业单位", "public sector"),
		field.Is("agriculture", "农业").Or("农林牧渔"),
		field.Is("entertainment", "文化娱乐").In("Entertainment").Or("娱乐", "传媒", "文化传媒", "media"),
		field.Is("marketing", "营销广告").In("Marketing").Or("广告", "营销", "advertising"),
		field.Is("employment", "人力资源").In("Employment").Or("人力", "招聘", "human resources"),
		field.Is("services", "商务服务").In("Services").Or("服务", "服务业", "咨询", "consulting"),
	}
}

// Sources lists where customers and opportunities come from.
func Sources() []field.Option {
	return []field.Option{
		field.Is("referral", "转介绍").Or("客户介绍", "朋友介绍", "推荐"),
		field.Is("exhibition", "展会").Or("会展", "trade show", "event"),
		field.Is("website", "网站咨询").In("Website").Or("官网", "网络", "web", "online"),
		field.Is("call", "电话开发").In("Cold call").Or("电话", "陌拜", "电销", "cold call", "phone"),
		field.Is("advertising", "广告").Or("推广", "广告投放", "ad"),
		field.Is("returning", "老客户").In("Returning customer").Or("老客户复购", "复购", "existing customer"),
		field.Is("partner", "合作伙伴").Or("渠道", "代理", "channel"),
		field.Is("tender", "招投标").Or("招标", "投标", "bid"),
		field.Is("other", "其他").Or("其它"),
	}
}

// Defaults makes a new customer a potential one of the middle level.
func (c *Customer) Defaults() { c.Kind, c.Status, c.Level = Buyer, Potential, LevelB }

// Prepare writes the credit code in capital letters.
func (c *Customer) Prepare(*Customer) {
	c.CreditCode = strings.ToUpper(strings.TrimSpace(c.CreditCode))
	if c.Status == "" {
		c.Status = Potential
	}
}

// Check refuses a wrong credit code and a customer that is its own parent.
func (c *Customer) Check(*Customer) error {
	var faults fault.Faults
	if c.ID != "" && string(c.ParentID) == c.ID {
		faults.Add("parentId", lang.Of("上级公司不能是它自己", "A customer cannot be its own parent company"))
	}
	if c.CreditCode != "" {
		if wrong := CreditCodeFault(c.CreditCode); !wrong.Empty() {
			faults.Add("creditCode", wrong)
		}
	}
	return faults.Err()
}
