package customers

import (
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Contact 联系人 is somebody at a customer whom we talk to.
type Contact struct {
	entity.Base
	Name         string          `json:"name"`
	CustomerID   id.Of[Customer] `json:"customerId"`
	Title        string          `json:"title"`
	Unit         string          `json:"unit"`
	DecisionRole string          `json:"decisionRole"`
	Primary      bool            `json:"primary"`
	Phone        string          `json:"phone"`
	Landline     string          `json:"landline"`
	Email        string          `json:"email"`
	Wechat       string          `json:"wechat"`
	Gender       string          `json:"gender"`
	Birthday     day.Day         `json:"birthday"`
	DoNotCall    bool            `json:"doNotCall"`
	Left         bool            `json:"left"`
	Note         string          `json:"note"`
}

// Contacts declares the entity.
var Contacts = entity.Define("contact", "联系人", func(c *Contact) []field.Field {
	return []field.Field{
		field.Text(&c.Name, "姓名").Required().Max(60).Search(5).Title().
			Alias("联系人", "联系人姓名", "名字", "contact", "contact name", "full name", "person"),
		field.Ref(&c.CustomerID, "客户").EN("Customer").
			Alias("客户名称", "公司", "公司名称", "单位", "所属客户", "customer", "customer name", "company", "account", "account name"),
		field.Text(&c.Title, "职务").Max(60).Search(1).EN("Job title").Alias("职位", "岗位", "头衔", "job title", "position", "title"),
		field.Text(&c.Unit, "所在部门").Max(60).EN("Department at the customer").Alias("科室", "contact department"),
		field.Choice(&c.DecisionRole, "决策角色",
			field.Is("decisionMaker", "决策人").In("Decision maker").As("good").Or("拍板人", "decision maker"),
			field.Is("evaluator", "评估人").Or("技术把关人"), field.Is("influencer", "影响人"),
			field.Is("buyer", "采购人").Or("采购"), field.Is("user", "使用人").Or("用户"),
		).Alias("角色", "关键角色", "role", "decision role"),
		field.Flag(&c.Primary, "首要联系人").EN("Primary contact").Alias("主要联系人", "主联系人", "is primary", "primary"),
		field.Phone(&c.Phone, "手机").Search(4).Section("联系方式", "How to reach").
			Alias("手机号", "手机号码", "电话", "联系电话", "mobile", "mobile phone", "tel", "phone number"),
		field.Phone(&c.Landline, "座机").Search(2).Alias("固定电话", "办公电话", "office phone", "work phone"),
		field.Email(&c.Email, "邮箱").Search(3).Alias("电子邮件", "电子邮箱", "e-mail", "mail", "email address"),
		field.Text(&c.Wechat, "微信").Max(60).Search(2).EN("WeChat").Alias("微信号", "weixin", "wechat id"),
		field.Choice(&c.Gender, "性别", field.Is("male", "男").Or("先生", "m", "mr"), field.Is("female", "女").Or("女士", "f", "ms", "mrs")).
			Section("个人", "Personal").Alias("sex", "称谓"),
		field.Day(&c.Birthday, "生日").Alias("出生日期", "birth date", "date of birth"),
		field.Flag(&c.DoNotCall, "勿打扰").EN("Do not call").Alias("免打扰", "do not call"),
		field.Flag(&c.Left, "已离职").EN("Has left").Alias("离职", "left company"),
		field.LongText(&c.Note, "备注").Search(1).Alias("说明", "remark", "remarks", "notes"),
	}
}).As("contact-round")
