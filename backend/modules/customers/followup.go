package customers

import (
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Way says how we met.
type Way string

// The ways to follow up.
const (
	Call    Way = "call"
	Visit   Way = "visit"
	Wechat  Way = "wechat"
	Email   Way = "email"
	Meeting Way = "meeting"
	Other   Way = "other"
)

func ways() []field.Option {
	return []field.Option{
		field.Is(Call, "电话").Or("打电话", "致电", "phone", "tel"),
		field.Is(Visit, "拜访").As("good").Or("上门", "上门拜访", "外勤", "现场"),
		field.Is(Wechat, "微信").In("WeChat").Or("企业微信", "聊天", "im"),
		field.Is(Email, "邮件").Or("电子邮件", "mail"),
		field.Is(Meeting, "会议").As("accent").Or("视频会议", "线上会议"),
		field.Is(Other, "其他").Or("其它"),
	}
}

// FollowUp 跟进记录 is one thing that happened with a customer: a call, a visit, a message.
type FollowUp struct {
	entity.Base
	Summary    string              `json:"summary"`
	Content    string              `json:"content"`
	Way        Way                 `json:"way"`
	At         time.Time           `json:"at"`
	CustomerID id.Of[Customer]     `json:"customerId"`
	ContactID  id.Of[Contact]      `json:"contactId"`
	Subject    id.Link             `json:"subject"`
	Result     string              `json:"result"`
	Place      string              `json:"place"`
	NextStep   string              `json:"nextStep"`
	NextOn     day.Day             `json:"nextOn"`
	PlanID     id.Of[FollowUpPlan] `json:"planId"`
}

// FollowUps declares the entity.
var FollowUps = entity.Define("followUp", "跟进记录", func(f *FollowUp) []field.Field {
	return []field.Field{
		field.Text(&f.Summary, "摘要").Max(40).Title().ReadOnly(),
		field.LongText(&f.Content, "跟进内容").Required().Search(3).EN("Content").
			Alias("内容", "跟进记录", "沟通内容", "记录", "纪要", "notes", "note", "description", "follow-up"),
		field.Choice(&f.Way, "跟进方式", ways()...).Required().EN("Way").Alias("方式", "沟通方式", "类型", "type", "channel"),
		field.Instant(&f.At, "跟进时间").Required().EN("When").Alias("时间", "跟进日期", "日期", "date", "follow-up date", "time"),
		field.Ref(&f.CustomerID, "客户").Index().EN("Customer").Alias("客户名称", "公司", "公司名称", "customer", "customer name", "account"),
		field.Ref(&f.ContactID, "联系人").EN("Contact").Alias("联系人姓名", "对接人", "contact", "contact name"),
		field.Link(&f.Subject, "关于").EN("About").Hint("跟进的对象：客户、商机、订单等", "What it is about: a customer, an opportunity, an order"),
		field.Text(&f.Result, "结果").Max(500).Search(1).Alias("跟进结果", "outcome"),
		field.Text(&f.Place, "地点").Max(200).Search(1).Alias("拜访地点", "location"),
		field.Text(&f.NextStep, "下一步").Max(500).Search(1).Section("下一步", "Next").Alias("下步计划", "下一步计划", "next step", "next action"),
		field.Day(&f.NextOn, "下次跟进").Alias("下次跟进时间", "下次联系时间", "下次联系", "next contact", "next date").EN("Next on"),
		field.Ref(&f.PlanID, "完成的计划").Unlisted().EN("Plan it completed"),
	}
}).As("message-square-text", "Follow-up")

// Defaults makes a follow-up a call.
func (f *FollowUp) Defaults() { f.Way = Call }

// Prepare makes a follow-up about a customer one of that customer, and the other way round, and takes
// the summary from the first line of the content.
func (f *FollowUp) Prepare(*FollowUp) {
	f.Summary = summary(f.Content)
	switch {
	case f.CustomerID == "" && f.Subject.Entity == Customers.Name:
		f.CustomerID = id.Of[Customer](f.Subject.ID)
	case f.Subject.ID == "" && f.CustomerID != "":
		f.Subject = id.Link{Entity: Customers.Name, ID: string(f.CustomerID)}
	}
	if f.At.IsZero() {
		f.At = f.CreatedAt
	}
}

// Check refuses a next day before the follow-up itself.
func (f *FollowUp) Check(*FollowUp) error {
	if f.NextOn != 0 && f.NextOn < day.In(f.At, time.Local) {
		return fault.Field("nextOn", lang.Of("下次跟进不能早于这次跟进", "The next follow-up cannot be earlier than this one"))
	}
	return nil
}

// summaryRunes is how much of a content names the follow-up in lists.
const summaryRunes = 20

func summary(content string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(content), "\n")
	runes := []rune(strings.TrimSpace(strings.TrimLeft(line, "#>*- ")))
	if len(runes) <= summaryRunes {
		return string(runes)
	}
	return string(runes[:summaryRunes-1]) + "…"
}
