package customers_test

import (
	"context"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/team"
)

// house is an empty book with the customers' services.
type house struct {
	*testing.T
	ctx   context.Context
	db    *store.DB
	clock *clock.Settable
	*customers.Service
}

var monday = time.Date(2026, 3, 2, 10, 0, 0, 0, time.Local)

func open(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, clock: clock.At(monday), ctx: who.With(context.Background(), who.User{ID: "wangfang", Name: "王芳", Roles: []string{team.Sales}})}
	types, keys := entity.NewSet(team.Entities(), customers.Entities()), seal.New()
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
	h.Service = customers.New(h.db, cols, h.clock)
	h.put(&team.User{Base: entity.Base{ID: "wangfang"}, Name: "王芳", Active: true})
	return h
}

func (h *house) put(rec entity.Record) {
	h.Helper()
	if err := h.db.Put(h.ctx, rec); err != nil {
		h.Fatal(err)
	}
}

func (h *house) customer(name string) *customers.Customer {
	h.Helper()
	c := customers.Customers.New().(*customers.Customer)
	c.Name = name
	h.put(c)
	return c
}

func (h *house) now(c *customers.Customer) *customers.Customer {
	h.Helper()
	got, err := store.Get(h.ctx, h.db, customers.Customers, c.ID)
	if err != nil {
		h.Fatal(err)
	}
	return got
}

func (h *house) record(in customers.RecordInput) customers.RecordOutput {
	h.Helper()
	out, err := h.Record(h.ctx, in)
	if err != nil {
		h.Fatal(err)
	}
	return out
}

func on(text string) day.Day {
	d, err := day.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestOneCallLeadsToTheNext(t *testing.T) {
	h := open(t)
	c := h.customer("苏州恒达机械有限公司")
	first := h.record(customers.RecordInput{CustomerID: c.ID, Content: "首次致电，约下周拜访", NextOn: on("2026-03-09"), NextStep: "上门拜访"})
	if got := h.now(c); got.LastFollowUpOn != on("2026-03-02") || got.NextFollowUpOn != on("2026-03-09") {
		t.Fatalf("last %v, next %v", got.LastFollowUpOn, got.NextFollowUpOn)
	}
	due := func() int {
		out, err := h.Today(h.ctx, customers.TodayInput{})
		if err != nil {
			t.Fatal(err)
		}
		return len(out.Items)
	}
	if n := due(); n != 0 {
		t.Fatalf("%d plans on the first day", n)
	}
	h.clock.Move(8 * 24 * time.Hour)
	out, err := h.Today(h.ctx, customers.TodayInput{})
	if err != nil || len(out.Items) != 1 || !out.Items[0].Overdue || out.Items[0].Days != -1 || out.Items[0].Customer != c.Name || out.Items[0].Title != "上门拜访" {
		t.Fatalf("today: %+v %v", out, err)
	}
	h.record(customers.RecordInput{PlanID: first.PlanID, Way: customers.Visit, Content: "拜访，需求明确"})
	plan, err := store.Get(h.ctx, h.db, customers.FollowUpPlans, first.PlanID)
	if err != nil || plan.Status != customers.Done || due() != 0 {
		t.Fatalf("the plan is %s, %v, %d still due", plan.Status, err, due())
	}
	if got := h.now(c); got.LastFollowUpOn != on("2026-03-10") || got.NextFollowUpOn != 0 {
		t.Fatalf("last %v, next %v", got.LastFollowUpOn, got.NextFollowUpOn)
	}
}

func TestAFailedRecordLeavesNothing(t *testing.T) {
	h := open(t)
	c := h.customer("杭州信远电子有限公司")
	_, err := h.Record(h.ctx, customers.RecordInput{CustomerID: c.ID, Content: "约了过去的日子", NextOn: on("2026-02-01")})
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("got %v", err)
	}
	if got := h.now(c); got.Rev != 1 {
		t.Fatalf("the customer was written %d times", got.Rev)
	}
}

func TestFollowUpsOfFilesCountToo(t *testing.T) {
	h := open(t)
	c := h.customer("宁波盛通汽车零部件有限公司")
	old := &customers.FollowUp{CustomerID: id.Of[customers.Customer](c.ID), Way: customers.Call, Content: "旧系统导入", At: monday.AddDate(0, 0, -30)}
	h.put(old)
	newer := &customers.FollowUp{Subject: id.Link{Entity: "customer", ID: c.ID}, Way: customers.Call, Content: "旧系统导入\n第二行", At: monday.AddDate(0, 0, -10)}
	h.put(newer)
	if got := h.now(c); got.LastFollowUpOn != on("2026-02-20") {
		t.Fatalf("last %v", got.LastFollowUpOn)
	}
	if newer.Summary != "旧系统导入" || newer.CustomerID != old.CustomerID {
		t.Fatalf("summary %q, customer %s", newer.Summary, newer.CustomerID)
	}
	if err := h.db.Delete(h.ctx, customers.FollowUps.Type, newer.ID, 0); err != nil {
		t.Fatal(err)
	}
	if got := h.now(c); got.LastFollowUpOn != on("2026-01-31") {
		t.Fatalf("after the deletion last is %v", got.LastFollowUpOn)
	}
}

func TestFollowUpsBearWitness(t *testing.T) {
	h := open(t)
	c := h.customer("佛山鑫捷食品有限公司")
	out := h.record(customers.RecordInput{CustomerID: c.ID, Content: "答应月底付款"})
	change := func(roles ...string) error {
		ctx := who.With(h.ctx, who.User{ID: "wangfang", Roles: roles})
		f, err := store.Get(ctx, h.db, customers.FollowUps, out.FollowUpID)
		if err != nil {
			t.Fatal(err)
		}
		f.Content += "。"
		return h.db.Put(ctx, f)
	}
	if err := change(team.Sales); err != nil {
		t.Fatalf("on the same day: %v", err)
	}
	h.clock.Move(73 * time.Hour)
	if err := change(team.Sales); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("after three days: %v", err)
	}
	if err := h.db.Delete(h.ctx, customers.FollowUps.Type, out.FollowUpID, 0); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("deleting after three days: %v", err)
	}
	if err := change(team.Manager); err != nil {
		t.Fatalf("a manager: %v", err)
	}
	f, _ := store.Get(h.ctx, h.db, customers.FollowUps, out.FollowUpID)
	f.Tags = []string{"重点"}
	if err := h.db.Put(h.ctx, f); err != nil {
		t.Fatalf("tagging says nothing new: %v", err)
	}
}

func TestPlansMoveAndEnd(t *testing.T) {
	h := open(t)
	c := h.customer("天津华控化工有限公司")
	plan := customers.FollowUpPlans.New().(*customers.FollowUpPlan)
	plan.CustomerID, plan.Goal, plan.DueOn = id.Of[customers.Customer](c.ID), "讲解方案", on("2026-03-05")
	h.put(plan)
	if _, err := h.Postpone(h.ctx, customers.PostponeInput{ID: plan.ID, DueOn: on("2026-03-01")}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("postponed into the past: %v", err)
	}
	moved, err := h.Postpone(h.ctx, customers.PostponeInput{ID: plan.ID, DueOn: on("2026-03-12"), Reason: "客户出差"})
	if err != nil || moved.Status != customers.Postponed || h.now(c).NextFollowUpOn != on("2026-03-12") {
		t.Fatalf("%+v %v", moved, err)
	}
	got, _ := store.Get(h.ctx, h.db, customers.FollowUpPlans, plan.ID)
	if got.FirstOn != on("2026-03-05") || !got.Overdue(on("2026-03-13")) || got.Overdue(on("2026-03-12")) {
		t.Fatalf("first planned %v", got.FirstOn)
	}
	if _, err := h.Complete(h.ctx, customers.PlanInput{ID: plan.ID}); err != nil || h.now(c).NextFollowUpOn != 0 {
		t.Fatalf("%v, next %v", err, h.now(c).NextFollowUpOn)
	}
	if _, err := h.Cancel(h.ctx, customers.CancelInput{ID: plan.ID}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("cancelled what is done: %v", err)
	}
}

func TestAnHourBelongsToItsDay(t *testing.T) {
	at := time.Date(2026, 3, 5, 15, 0, 0, 0, time.Local)
	plan := &customers.FollowUpPlan{Goal: "拜访", DueOn: on("2026-03-04"), DueAt: at}
	plan.Prepare(nil)
	if plan.DueOn != on("2026-03-05") {
		t.Fatalf("a new hour brings its day, got %v", plan.DueOn)
	}
	moved := *plan
	moved.DueOn = on("2026-03-09")
	moved.Prepare(plan)
	if !moved.DueAt.IsZero() || moved.DueOn != on("2026-03-09") {
		t.Fatalf("a new day alone voids the hour: %v %v", moved.DueOn, moved.DueAt)
	}
}

func TestParentsNeverFormACircle(t *testing.T) {
	h := open(t)
	a, b, c := h.customer("集团"), h.customer("子公司"), h.customer("孙公司")
	b.ParentID, c.ParentID = id.Of[customers.Customer](a.ID), id.Of[customers.Customer](b.ID)
	h.put(b)
	h.put(c)
	a.ParentID = id.Of[customers.Customer](c.ID)
	if err := h.db.Put(h.ctx, a); fault.From(err).Fields["parentId"].Empty() {
		t.Fatalf("a circle of three: %v", err)
	}
	a.ParentID = id.Of[customers.Customer](a.ID)
	if err := h.db.Put(h.ctx, a); fault.From(err).Fields["parentId"].Empty() {
		t.Fatalf("a circle of one: %v", err)
	}
}

func TestCreditCodes(t *testing.T) {
	for code, right := range map[string]bool{
		"91350100M000100Y43": true, // the standard's own example
		"91350100M000100Y44": false, "91350100M000100Y4": false, "9135O100M000100Y43": false,
	} {
		c := &customers.Customer{Name: "某公司", CreditCode: code}
		if err := customers.Customers.Check(c, nil); (err == nil) != right {
			t.Errorf("%s: %v", code, err)
		}
	}
	if got := customers.CompleteCreditCode("91350100M000100Y4"); got != "91350100M000100Y43" {
		t.Errorf("completed to %s", got)
	}
}

func TestWordsOfFilesAreUnderstood(t *testing.T) {
	for name, cases := range map[string]map[string]string{
		"industry": {"technolgy": "technolgy", "medical": "medical", "retail": "retail", "软件": "software", "Software": "software", "telecommunications": "telecommunications"},
		"status":   {"成交客户": "customer", "意向": "interested", "Lead": "potential"},
		"level":    {"A": "A", "重点客户": "A", "C类": "C"},
	} {
		spec := customers.Customers.Spec(name)
		for text, want := range cases {
			v, err := spec.Kind.FromCell(spec, field.OfCellText(text))
			if err != nil || v.Text != want {
				t.Errorf("%s %q is %q, %v", name, text, v.Text, err)
			}
			if err := spec.Kind.Check(spec, v); err != nil {
				t.Errorf("%s %q: %v", name, text, err)
			}
		}
	}
}
