package sales

import (
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/modules/customers"
)

// StageEntry is one line of the stage log. Days is how long the stage left had lasted.
type StageEntry struct {
	From   Stage           `json:"from"`
	To     Stage           `json:"to"`
	At     time.Time       `json:"at"`
	By     id.Of[who.User] `json:"by"`
	Days   int             `json:"days"`
	Reason string          `json:"reason"`
}

// Opportunity 商机 is a deal we may win: one customer, one amount, one stage.
type Opportunity struct {
	entity.Base
	Name            string                    `json:"name"`
	Number          string                    `json:"number"`
	CustomerID      id.Of[customers.Customer] `json:"customerId"`
	ContactID       id.Of[customers.Contact]  `json:"contactId"`
	ProductID       id.Of[Product]            `json:"productId"`
	Stage           Stage                     `json:"stage"`
	Amount          money.Amount              `json:"amount"`
	Chance          int                       `json:"chance"`
	ChanceByHand    bool                      `json:"chanceByHand"`
	Weighted        money.Amount              `json:"weighted"`
	ExpectedCloseOn day.Day                   `json:"expectedCloseOn"`
	NextStep        string                    `json:"nextStep"`
	OpenedOn        day.Day                   `json:"openedOn"`
	ClosedOn        day.Day                   `json:"closedOn"`
	LostReason      string                    `json:"lostReason"`
	Source          string                    `json:"source"`
	Competitor      string                    `json:"competitor"`
	PipelineID      id.Of[Pipeline]           `json:"pipelineId"`
	Note            string                    `json:"note"`
	StageSince      day.Day                   `json:"stageSince"`
	StageLog        []StageEntry              `json:"stageLog"`
}

// Opportunities declares the entity.
var Opportunities = entity.Define("opportunity", "商机", func(o *Opportunity) []field.Field {
	return []field.Field{
		field.Text(&o.Name, "商机名称").Required().Max(160).Search(4).Title().EN("Name").
			Alias("商机", "名称", "项目名称", "机会名称", "销售机会", "opportunity", "opportunity name", "deal", "deal name"),
		field.Text(&o.Number, "商机编号").Max(60).Unique().Search(3).EN("Number").
			Alias("编号", "商机号", "机会编号", "opportunity_id", "opportunity id", "deal id", "opportunity number"),
		field.Ref(&o.CustomerID, "客户").EN("Customer").
			Alias("客户名称", "公司", "公司名称", "单位", "account", "account name", "customer", "customer name", "company", "client"),
		field.Ref(&o.ContactID, "联系人").EN("Contact").Alias("联系人姓名", "contact", "contact name"),
		field.Ref(&o.ProductID, "产品").EN("Product").Alias("产品名称", "意向产品", "product", "product name"),
		field.Choice(&o.Stage, "阶段", stageOptions()...).Dictated().Required().
			Alias("商机阶段", "销售阶段", "状态", "deal_stage", "deal stage", "sales stage", "status"),
		field.Money(&o.Amount, "金额").AtLeast(0).ZeroEmpty().
			Alias("预计金额", "商机金额", "成交金额", "预计成交金额", "close_value", "close value", "value", "deal value", "expected revenue", "deal amount"),
		field.Percent(&o.Chance, "赢率").Hint("随阶段变化，手工改过就以手工为准", "Follows the stage unless changed by hand").
			Alias("可能性", "成功率", "概率", "probability", "win rate"),
		field.Flag(&o.ChanceByHand, "赢率手工填写").ReadOnly().Unlisted().EN("Chance set by hand"),
		field.Money(&o.Weighted, "加权金额").ReadOnly().ZeroEmpty().EN("Weighted amount").Hint("金额 × 赢率", "Amount × chance"),
		field.Day(&o.ExpectedCloseOn, "预计成交日").EN("Expected close").
			Alias("预计成交日期", "预计签单日期", "预计结束日期", "expected close date", "expected close"),
		field.Text(&o.NextStep, "下一步").Max(300).Search(1).Alias("下一步计划", "next step", "next action"),
		field.Day(&o.OpenedOn, "开始日期").EN("Opened on").Section("经过", "Course").
			Alias("创建日期", "商机开始日期", "立项日期", "engage_date", "engage date", "open date", "start date", "opened"),
		field.Day(&o.ClosedOn, "结束日期").EN("Closed on").
			Alias("成交日期", "签单日期", "关闭日期", "实际成交日期", "close_date", "close date", "closed date", "won date"),
		field.Text(&o.LostReason, "输单原因").Max(500).Search(1).Alias("丢单原因", "失败原因", "lost reason", "loss reason"),
		field.Choice(&o.Source, "来源", customers.Sources()...).Dictated().Alias("商机来源", "线索来源", "lead source"),
		field.Text(&o.Competitor, "竞争对手").Max(120).Search(1).Alias("对手", "competitors"),
		field.Ref(&o.PipelineID, "销售流程").EN("Pipeline").Alias("流程", "pipeline"),
		field.LongText(&o.Note, "备注").Search(1).Alias("说明", "描述", "remark", "remarks", "notes", "description"),
		field.Day(&o.StageSince, "进入阶段日期").ReadOnly().EN("In stage since"),
		field.Lines(&o.StageLog, "阶段记录", describeStageEntry).ReadOnly(),
	}
}).As("target")

func describeStageEntry(e *StageEntry) []field.Field {
	return []field.Field{
		field.Choice(&e.From, "从", stageOptions()...).Dictated(),
		field.Choice(&e.To, "到", stageOptions()...).Dictated().Required(),
		field.Instant(&e.At, "时间").EN("When"),
		field.RefTo("user", &e.By, "经手人").EN("By"),
		field.Number(&e.Days, "停留天数").AtLeast(0).EN("Days in the stage left"),
		field.Text(&e.Reason, "原因").Max(500),
	}
}

// Defaults makes a new opportunity one in the first stage.
func (o *Opportunity) Defaults() { o.Stage = Qualify }

// Prepare sets what follows from the rest: the name, the chance, the closing day, the stage log and since when.
func (o *Opportunity) Prepare(before *Opportunity) {
	if o.Stage == "" {
		o.Stage = Qualify
	}
	if o.Name == "" {
		o.Name = o.Number
	}
	o.prepareChance(before)
	o.Weighted = o.Amount.Percent(int64(o.Chance))
	if o.OpenedOn == 0 && before == nil && !o.UpdatedAt.IsZero() && !o.Stage.Closed() {
		o.OpenedOn = day.In(o.UpdatedAt, time.Local)
	}
	if o.Stage.Closed() && o.ClosedOn == 0 && !o.UpdatedAt.IsZero() {
		o.ClosedOn = day.In(o.UpdatedAt, time.Local)
	}
	reopened := before != nil && before.Stage.Closed() && !o.Stage.Closed()
	if reopened && o.ClosedOn == before.ClosedOn {
		o.ClosedOn = 0
	}
	if before != nil && before.Stage == Lost && o.Stage != Lost && o.LostReason == before.LostReason {
		o.LostReason = ""
	}
	o.logStage()
	if last := o.StageLog[len(o.StageLog)-1]; !last.At.IsZero() {
		o.StageSince = day.In(last.At, time.Local)
	}
}

// prepareChance lets the chance follow the stage, unless a person has set it.
func (o *Opportunity) prepareChance(before *Opportunity) {
	usual, known := o.Stage.Chance()
	switch {
	case o.Stage.Closed():
		o.ChanceByHand = false
	case before == nil:
		o.ChanceByHand = o.ChanceByHand || o.Chance != 0 && (!known || o.Chance != usual)
	case o.Chance != before.Chance && o.ChanceByHand == before.ChanceByHand:
		o.ChanceByHand = o.Stage == before.Stage || known && o.Chance != usual
	}
	if !o.ChanceByHand && known {
		o.Chance = usual
	}
}

// logStage appends to the stage log if its last line does not yet say where the opportunity is.
func (o *Opportunity) logStage() {
	entry := StageEntry{To: o.Stage, At: o.UpdatedAt, By: o.UpdatedBy}
	if len(o.StageLog) == 0 && o.Stage.Closed() && o.ClosedOn != 0 {
		entry.At = noon(o.ClosedOn)
		if o.OpenedOn != 0 && o.OpenedOn <= o.ClosedOn {
			entry.Days = int(o.ClosedOn - o.OpenedOn)
		}
	}
	o.log(entry)
}

// log appends an entry to the stage log, unless the log already ends in that stage.
func (o *Opportunity) log(entry StageEntry) {
	n := len(o.StageLog)
	if n > 0 && o.StageLog[n-1].To == entry.To {
		return
	}
	if n > 0 {
		last := o.StageLog[n-1]
		entry.From = last.To
		if !last.At.IsZero() && entry.At.After(last.At) {
			entry.Days = int(entry.At.Sub(last.At).Hours() / 24)
		}
	}
	o.StageLog = append(o.StageLog[:n:n], entry)
}

// noon is an instant that lies on the day in every time zone people sell in.
func noon(d day.Day) time.Time { return d.Time().Add(4 * time.Hour) }
