package customers

import (
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// PlanStatus says whether a plan still waits.
type PlanStatus string

// The statuses of a plan.
const (
	Planned   PlanStatus = "planned"
	Postponed PlanStatus = "postponed" // still waits, for a later day than first planned
	Done      PlanStatus = "done"
	Cancelled PlanStatus = "cancelled"
)

// Closed tells that nothing is to be done any more.
func (s PlanStatus) Closed() bool { return s == Done || s == Cancelled }

// FollowUpPlan 跟进计划 is what somebody wants to do with a customer on a day.
type FollowUpPlan struct {
	entity.Base
	Goal       string          `json:"goal"`
	Way        Way             `json:"way"`
	DueOn      day.Day         `json:"dueOn"`
	DueAt      time.Time       `json:"dueAt"`
	Status     PlanStatus      `json:"status"`
	CustomerID id.Of[Customer] `json:"customerId"`
	ContactID  id.Of[Contact]  `json:"contactId"`
	Subject    id.Link         `json:"subject"`
	FirstOn    day.Day         `json:"firstOn"`
	DoneAt     time.Time       `json:"doneAt"`
	Reason     string          `json:"reason"`
}

// FollowUpPlans declares the entity.
var FollowUpPlans = entity.Define("followUpPlan", "跟进计划", func(p *FollowUpPlan) []field.Field {
	return []field.Field{
		field.Text(&p.Goal, "目标").Required().Max(300).Search(2).Title().Alias("计划内容", "计划", "待办", "事项", "主题", "todo", "task", "subject", "plan"),
		field.Choice(&p.Way, "方式", ways()...).Alias("跟进方式", "type", "channel"),
		field.Day(&p.DueOn, "计划日期").Required().EN("Due on").Alias("日期", "计划时间", "到期日", "due date", "date"),
		field.Instant(&p.DueAt, "具体时间").EN("At").Hint("约好了几点就填，没有可不填", "Only where an hour was agreed"),
		field.Choice(&p.Status, "状态",
			field.Is(Planned, "待跟进").As("accent").Or("计划中", "未完成", "待完成", "待办", "未开始", "open"),
			field.Is(Postponed, "已延期").As("attention").Or("延期", "推迟"),
			field.Is(Done, "已完成").As("good").Or("完成", "completed"),
			field.Is(Cancelled, "已取消").Or("取消", "canceled"),
		).Required().Alias("计划状态"),
		field.Ref(&p.CustomerID, "客户").Index().EN("Customer").Alias("客户名称", "公司", "公司名称", "customer", "customer name", "account"),
		field.Ref(&p.ContactID, "联系人").EN("Contact").Alias("contact", "contact name"),
		field.Link(&p.Subject, "关于").EN("About").Hint("计划的对象：客户、商机、订单等", "What it is about: a customer, an opportunity, an order"),
		field.Day(&p.FirstOn, "原定日期").ReadOnly().EN("First planned for"),
		field.Instant(&p.DoneAt, "完成时间").ReadOnly(),
		field.Text(&p.Reason, "延期或取消原因").Max(300).EN("Reason").Alias("原因"),
	}
}).As("calendar-clock", "Follow-up plan")

// Defaults makes a plan one that waits.
func (p *FollowUpPlan) Defaults() { p.Status, p.Way = Planned, Call }

// Prepare remembers the day first planned, and joins customer and subject.
func (p *FollowUpPlan) Prepare(before *FollowUpPlan) {
	if p.Status == "" {
		p.Status = Planned
	}
	p.joinDayAndHour(before)
	if p.FirstOn == 0 {
		p.FirstOn = p.DueOn
	}
	switch {
	case p.CustomerID == "" && p.Subject.Entity == Customers.Name:
		p.CustomerID = id.Of[Customer](p.Subject.ID)
	case p.Subject.ID == "" && p.CustomerID != "":
		p.Subject = id.Link{Entity: Customers.Name, ID: string(p.CustomerID)}
	}
	if p.Status == Done && p.DoneAt.IsZero() {
		p.DoneAt = p.UpdatedAt
	}
	if p.Status != Done {
		p.DoneAt = time.Time{}
	}
}

// joinDayAndHour keeps the hour on the day: a new hour brings its day, a new day alone voids the hour.
func (p *FollowUpPlan) joinDayAndHour(before *FollowUpPlan) {
	if p.DueAt.IsZero() || day.In(p.DueAt, time.Local) == p.DueOn {
		return
	}
	if before != nil && before.DueAt.Equal(p.DueAt) {
		p.DueAt = time.Time{}
		return
	}
	p.DueOn = day.In(p.DueAt, time.Local)
}

// Overdue tells that a plan should have been done before today.
func (p *FollowUpPlan) Overdue(today day.Day) bool { return !p.Status.Closed() && p.DueOn < today }
