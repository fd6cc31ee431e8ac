package sales_test

import (
	"context"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// house is an empty book with the services of sales.
type house struct {
	*testing.T
	ctx   context.Context
	db    *store.DB
	clock *clock.Settable
	*sales.Service
	customers *customers.Service
}

var monday = time.Date(2026, 3, 2, 10, 0, 0, 0, time.Local)

func open(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, clock: clock.At(monday), ctx: who.With(context.Background(), who.User{ID: "wangfang", Name: "王芳", Roles: []string{team.Sales}})}
	types, keys := entity.NewSet(team.Entities(), customers.Entities(), sales.Entities()), seal.New()
	var err error
	if h.db, err = store.Open(store.Config{Types: types, Keys: keys, Clock: h.clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.db.Close() })
	cols, err := columns.Open(h.db, types, keys, "", h.clock)
	if err != nil {
		t.Fatal(err)
	}
	team.New(h.db)
	h.customers = customers.New(h.db, cols, h.clock)
	h.Service = sales.New(h.db, cols, h.clock, h.customers)
	h.put(&team.User{Base: entity.Base{ID: "wangfang"}, Name: "王芳", Active: true})
	return h
}

func (h *house) put(rec entity.Record) {
	h.Helper()
	if err := h.db.Put(h.ctx, rec); err != nil {
		h.Fatal(err)
	}
}

func (h *house) customer(status customers.Status) *customers.Customer {
	h.Helper()
	c := customers.Customers.New().(*customers.Customer)
	c.Name, c.Status = "苏州恒达机械有限公司", status
	h.put(c)
	return c
}

func (h *house) status(c *customers.Customer) customers.Status {
	h.Helper()
	got, err := store.Get(h.ctx, h.db, customers.Customers, c.ID)
	if err != nil {
		h.Fatal(err)
	}
	return got.Status
}

func (h *house) deal(c *customers.Customer, amount string) *sales.Opportunity {
	h.Helper()
	o := sales.Opportunities.New().(*sales.Opportunity)
	o.Name = "包装线电控改造"
	o.Amount = yuan(amount)
	o.OwnerID = "wangfang"
	if c != nil {
		o.CustomerID = id.Of[customers.Customer](c.ID)
	}
	h.put(o)
	return o
}

func (h *house) now(o *sales.Opportunity) *sales.Opportunity {
	h.Helper()
	got, err := store.Get(h.ctx, h.db, sales.Opportunities, o.ID)
	if err != nil {
		h.Fatal(err)
	}
	return got
}

func yuan(text string) money.Amount {
	a, _, err := money.Parse(text)
	if err != nil {
		panic(err)
	}
	return a
}

func on(text string) day.Day {
	d, err := day.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestADealIsWon(t *testing.T) {
	h := open(t)
	c := h.customer(customers.Potential)
	o := h.deal(c, "120000")
	if h.status(c) != customers.Interested || o.Chance != 10 || o.Weighted != yuan("12000") || o.OpenedOn != on("2026-03-02") {
		t.Fatalf("customer %s, chance %d, weighted %s, opened %v", h.status(c), o.Chance, o.Weighted, o.OpenedOn)
	}
	h.clock.Move(6 * 24 * time.Hour)
	if moved, err := h.Move(h.ctx, sales.MoveInput{ID: o.ID, Stage: sales.Propose}); err != nil || moved.Chance != 50 {
		t.Fatalf("%+v %v", moved, err)
	}
	if since := h.now(o).StageSince; since != on("2026-03-08") {
		t.Fatalf("in its stage since %v", since)
	}
	h.clock.Move(3 * 24 * time.Hour)
	if _, err := h.Win(h.ctx, sales.WinInput{ID: o.ID}); err != nil {
		t.Fatal(err)
	}
	got := h.now(o)
	if got.Stage != sales.Won || got.Chance != 100 || got.ClosedOn != on("2026-03-11") || h.status(c) != customers.Dealt {
		t.Fatalf("stage %s, chance %d, closed %v, customer %s", got.Stage, got.Chance, got.ClosedOn, h.status(c))
	}
	log := got.StageLog
	if len(log) != 3 || log[1].From != sales.Qualify || log[1].Days != 6 || log[2].To != sales.Won || log[2].Days != 3 || log[2].By != "wangfang" {
		t.Fatalf("stage log %+v", log)
	}
	if _, err := h.Win(h.ctx, sales.WinInput{ID: o.ID}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("won twice: %v", err)
	}
}

func TestWinningIsUndoneAsOne(t *testing.T) {
	h := open(t)
	c := h.customer(customers.Potential)
	o := h.deal(c, "5000")
	if _, err := h.Win(h.ctx, sales.WinInput{ID: o.ID}); err != nil {
		t.Fatal(err)
	}
	sets, err := h.db.Sets(h.ctx, 0, 1)
	if err != nil || len(sets) != 1 || sets[0].Label != "商机赢单“"+o.Name+"”" {
		t.Fatalf("%+v %v", sets, err)
	}
	if undone, err := h.db.Undo(h.ctx, sets[0].ID, nil); err != nil || len(undone.Conflicts) > 0 {
		t.Fatalf("%+v %v", undone, err)
	}
	if got := h.now(o); got.Stage != sales.Qualify || got.ClosedOn != 0 || len(got.StageLog) != 1 || h.status(c) != customers.Interested {
		t.Fatalf("stage %s, log %+v, customer %s", got.Stage, got.StageLog, h.status(c))
	}
}

func TestLosingNeedsAReasonAndReopeningIsLogged(t *testing.T) {
	h := open(t)
	o := h.deal(nil, "8000")
	if _, err := h.Move(h.ctx, sales.MoveInput{ID: o.ID, Stage: sales.Negotiate, ExpectedCloseOn: on("2026-04-01")}); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		second(h.Lose(h.ctx, sales.LoseInput{ID: o.ID, LostReason: " "})),
		second(h.Move(h.ctx, sales.MoveInput{ID: o.ID, Stage: sales.Lost})),
	} {
		if fault.From(err).Fields["lostReason"].Empty() {
			t.Fatalf("lost without a reason: %v", err)
		}
	}
	if _, err := h.Lose(h.ctx, sales.LoseInput{ID: o.ID, LostReason: "价格高"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Win(h.ctx, sales.WinInput{ID: o.ID}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("won what is lost: %v", err)
	}
	if back, err := h.Reopen(h.ctx, sales.ReopenInput{ID: o.ID, Reason: "客户追加预算"}); err != nil || back.Stage != sales.Negotiate || back.ClosedOn != 0 || back.Chance != 70 {
		t.Fatalf("%+v %v", back, err)
	}
	got := h.now(o)
	if last := got.StageLog[len(got.StageLog)-1]; got.LostReason != "" || last.Reason != "客户追加预算" || last.From != sales.Lost {
		t.Fatalf("reason %q, log %+v", got.LostReason, last)
	}
	if _, err := h.Reopen(h.ctx, sales.ReopenInput{ID: o.ID}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("reopened what is open: %v", err)
	}
	if _, err := h.Move(h.ctx, sales.MoveInput{ID: o.ID, Stage: "nowhere"}); fault.From(err).Fields["stage"].Empty() {
		t.Fatalf("moved to nowhere: %v", err)
	}
	if _, err := h.Move(h.ctx, sales.MoveInput{ID: o.ID, Rev: 1, Stage: sales.Propose}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("moved what was changed meanwhile: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestNobodyLosesADealInSilence(t *testing.T) {
	h := open(t)
	o := h.deal(nil, "8000")
	o.Stage = sales.Lost
	if err := h.db.Put(h.ctx, o); fault.From(err).Fields["lostReason"].Empty() {
		t.Fatalf("set to lost without a reason: %v", err)
	}
	o = h.now(o)
	o.Stage, o.LostReason = sales.Lost, "价格高"
	h.put(o)
	if _, err := h.Reopen(h.ctx, sales.ReopenInput{ID: o.ID}); err != nil {
		t.Fatal(err)
	}
	o = h.now(o)
	o.Stage = sales.Lost
	if err := h.db.Put(store.WithFile(h.ctx), o); err != nil {
		t.Fatalf("a file need not say why: %v", err)
	}
	o = h.now(o)
	o.NextStep = "归档"
	h.put(o) // what is lost may be changed, reason or not
}

func TestAStageAsksForWhatItNeeds(t *testing.T) {
	h := open(t)
	o, amount := h.deal(nil, "0"), yuan("9000")
	for _, c := range []struct {
		in    sales.MoveInput
		asked []string
	}{
		{sales.MoveInput{Stage: sales.Discover}, nil},
		{sales.MoveInput{Stage: sales.Propose}, []string{"amount"}},
		{sales.MoveInput{Stage: sales.Won}, []string{"amount"}},
		{sales.MoveInput{Stage: sales.Negotiate}, []string{"amount", "expectedCloseOn"}},
		{sales.MoveInput{Stage: sales.Propose, Amount: &amount}, nil},
		{sales.MoveInput{Stage: sales.Negotiate}, []string{"expectedCloseOn"}},
		{sales.MoveInput{Stage: sales.Negotiate, ExpectedCloseOn: on("2026-03-31")}, nil},
		{sales.MoveInput{Stage: sales.Won}, nil},
	} {
		c.in.ID = o.ID
		_, err := h.Move(h.ctx, c.in)
		if (err == nil) != (len(c.asked) == 0) {
			t.Fatalf("to %s: %v", c.in.Stage, err)
		}
		for _, name := range c.asked {
			if fault.From(err).Fields[name].Empty() {
				t.Errorf("to %s: %s is not asked for: %v", c.in.Stage, name, err)
			}
		}
	}
}

func TestStagesOfFiles(t *testing.T) {
	spec := sales.Opportunities.Spec("stage")
	for text, want := range map[string]sales.Stage{
		"Prospecting": sales.Qualify, "Engaging": sales.Discover, "Won": sales.Won, "Closed Won": sales.Won, "Lost": sales.Lost,
		"Closed Lost": sales.Lost, "谈判": sales.Negotiate, "方案报价": sales.Propose, "待投标": "待投标",
	} {
		v, err := spec.Kind.FromCell(spec, field.OfCellText(text))
		if err != nil || v.Text != string(want) {
			t.Errorf("%q is %q, %v", text, v.Text, err)
		}
	}
}

func TestAnImportedDealKeepsItsHistory(t *testing.T) {
	h := open(t)
	c := h.customer(customers.Dormant)
	o := &sales.Opportunity{Number: "1C1I7A6R", CustomerID: id.Of[customers.Customer](c.ID), Stage: sales.Won, OpenedOn: on("2016-10-20"), ClosedOn: on("2017-03-01"), Amount: yuan("1054")}
	h.put(o)
	if o.Name != "1C1I7A6R" || o.Chance != 100 || o.ClosedOn != on("2017-03-01") {
		t.Fatalf("name %q, chance %d, closed %v", o.Name, o.Chance, o.ClosedOn)
	}
	if log := o.StageLog; len(log) != 1 || log[0].Days != 132 || day.In(log[0].At, time.Local) != on("2017-03-01") {
		t.Fatalf("stage log %+v", log)
	}
	if h.status(c) != customers.Dormant {
		t.Fatalf("a sale of years ago woke the customer: %s", h.status(c))
	}
	lost := &sales.Opportunity{Number: "2", Stage: sales.Lost, ClosedOn: on("2017-03-01")}
	h.put(lost) // a file need not say why
}

func TestChanceFollowsTheStageUnlessSetByHand(t *testing.T) {
	h := open(t)
	o := h.deal(nil, "1000")
	o.Chance = 35
	h.put(o)
	if !o.ChanceByHand || o.Weighted != yuan("350") {
		t.Fatalf("by hand %v, weighted %s", o.ChanceByHand, o.Weighted)
	}
	o.Stage = sales.Propose
	h.put(o)
	if o.Chance != 35 {
		t.Fatalf("the chance set by hand became %d", o.Chance)
	}
	o.Stage = sales.Won
	h.put(o)
	if o.Chance != 100 || o.ClosedOn != on("2026-03-02") {
		t.Fatalf("won with %d%%, closed %v", o.Chance, o.ClosedOn)
	}
}

func TestAPipelineOfItsOwn(t *testing.T) {
	h := open(t)
	p := &sales.Pipeline{Name: "投标流程", Active: true, Stages: []sales.PipelineStage{
		{Name: "购买标书", Chance: 15, Kind: sales.Open}, {Name: "开标", Chance: 40, Kind: sales.Open}, {Name: "中标", Kind: sales.WonKind}, {Name: "落标", Kind: sales.LostKind},
	}}
	h.put(p)
	if p.Stages[1].Key != "s2" || p.Stages[2].Key != sales.Won || p.Stages[2].Chance != 100 {
		t.Fatalf("%+v", p.Stages)
	}
	o := h.deal(nil, "1000")
	o.PipelineID = id.Of[sales.Pipeline](p.ID)
	h.put(o)
	if moved, err := h.Move(h.ctx, sales.MoveInput{ID: o.ID, Stage: "s2"}); err != nil || moved.Chance != 40 {
		t.Fatalf("%+v %v", moved, err)
	}
	if _, err := h.Move(h.ctx, sales.MoveInput{ID: o.ID, Stage: sales.Propose}); fault.From(err).Fields["stage"].Empty() {
		t.Fatalf("a stage of another pipeline: %v", err)
	}
	if moved, err := h.Win(h.ctx, sales.WinInput{ID: o.ID}); err != nil || moved.Chance != 100 {
		t.Fatalf("%+v %v", moved, err)
	}
	if out, err := h.PipelinesInUse(h.ctx, sales.PipelinesInput{}); err != nil || len(out.Pipelines) != 2 || out.Pipelines[0].ID != "" || out.Pipelines[1].Stages[0].Name != "购买标书" {
		t.Fatalf("%+v %v", out, err)
	}
	twice := &sales.Pipeline{Name: "错", Stages: []sales.PipelineStage{{Name: "一", Kind: sales.WonKind}, {Name: "二", Kind: sales.WonKind}}}
	if err := h.db.Put(h.ctx, twice); !fault.Is(err, fault.Invalid) {
		t.Fatalf("two winning stages: %v", err)
	}
}

func TestMoneyOfLinesIsRoundedOnce(t *testing.T) {
	for _, c := range []struct {
		price, quantity string
		discount        int
		want            string
	}{
		{"19.99", "3", 0, "59.97"}, {"0.05", "1", 50, "0.03"}, {"10", "0.3333", 0, "3.33"}, {"99.99", "1.5", 15, "127.49"}, {"0.01", "0.5", 50, "0.00"},
	} {
		q, _, _ := money.ParseQuantity(c.quantity)
		o := &sales.Order{Number: "1", Lines: []sales.OrderLine{{Description: "甲", UnitPrice: yuan(c.price), Quantity: q, Discount: c.discount}, {Description: "乙", Amount: yuan("1.00")}}}
		o.Prepare(nil)
		if got := o.Lines[0].Amount; got != yuan(c.want) || o.Total != got+yuan("1.00") {
			t.Errorf("%s × %s less %d%% = %s, want %s; total %s", c.price, c.quantity, c.discount, got, c.want, o.Total)
		}
	}
}

func TestAnOrderIsConfirmed(t *testing.T) {
	h := open(t)
	c := h.customer(customers.Potential)
	o := sales.Orders.New().(*sales.Order)
	o.Number, o.CustomerID = "SO-1", id.Of[customers.Customer](c.ID)
	h.put(o)
	if _, err := h.Confirm(h.ctx, sales.OrderInput{ID: o.ID}); fault.From(err).Fields["lines"].Empty() {
		t.Fatalf("confirmed an empty order: %v", err)
	}
	o.Lines = []sales.OrderLine{{Description: "伺服驱动器", Quantity: money.One, UnitPrice: yuan("1680")}}
	h.put(o)
	if h.status(c) != customers.Potential {
		t.Fatal("a draft is no purchase")
	}
	if got, err := h.Confirm(h.ctx, sales.OrderInput{ID: o.ID}); err != nil || got.Status != sales.Confirmed || h.status(c) != customers.Dealt {
		t.Fatalf("%+v %v, customer %s", got, err, h.status(c))
	}
	if got, err := h.Cancel(h.ctx, sales.CancelInput{ID: o.ID, Reason: "重复下单"}); err != nil || got.Status != sales.Cancelled {
		t.Fatalf("%+v %v", got, err)
	}
	if _, err := h.Cancel(h.ctx, sales.CancelInput{ID: o.ID}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("cancelled twice: %v", err)
	}
	shipped := &sales.Order{Number: "CA-1", OrderedOn: on("2016-11-08"), ShippedOn: on("2016-11-11"), Status: sales.Draft}
	h.put(shipped)
	if shipped.Status != sales.Shipped {
		t.Fatalf("an order that was shipped is %s", shipped.Status)
	}
}
