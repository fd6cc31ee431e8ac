package demo_test

import (
	"context"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/demo"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

var now = time.Date(2026, 11, 20, 10, 0, 0, 0, time.Local)

func filled(t testing.TB, n int) (*store.DB, context.Context) {
	t.Helper()
	db, err := store.Open(store.Config{Types: entity.NewSet(team.Entities(), customers.Entities(), sales.Entities()), Clock: clock.At(now)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	team.New(db)
	house := customers.New(db, nil, clock.At(now))
	sales.New(db, nil, clock.At(now), house)
	ctx := who.With(context.Background(), who.System)
	if err := demo.Fill(ctx, db, demo.Plan{Customers: n, Seed: 7, Now: now}); err != nil {
		t.Fatal(err)
	}
	return db, ctx
}

// every returns the living records of an entity.
func every[T any](t testing.TB, ctx context.Context, db *store.DB, of *entity.Of[T]) []*T {
	t.Helper()
	var all []*T
	err := db.Each(ctx, of.Type, func(rec entity.Record) bool {
		one, _ := rec.(interface{}).(*T)
		all = append(all, one)
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSumsAgree(t *testing.T) {
	db, ctx := filled(t, 120)
	won := map[string]money.Amount{}
	for _, o := range every(t, ctx, db, sales.Opportunities) {
		if o.Stage == sales.Won {
			won[o.ID] = o.Amount
		}
		if o.StageLog[len(o.StageLog)-1].To != o.Stage {
			t.Errorf("%s: the stage log ends in %s, not in %s", o.Name, o.StageLog[len(o.StageLog)-1].To, o.Stage)
		}
	}
	ordered := 0
	for _, o := range every(t, ctx, db, sales.Orders) {
		sum := money.Amount(0)
		for _, l := range o.Lines {
			sum += l.Amount
		}
		if sum != o.Total {
			t.Errorf("%s: lines come to %s, the order to %s", o.Number, sum, o.Total)
		}
		if o.OpportunityID != "" {
			ordered++
			if won[string(o.OpportunityID)] != o.Total {
				t.Errorf("%s: the deal was won for %s, the order says %s", o.Number, won[string(o.OpportunityID)], o.Total)
			}
		}
	}
	if ordered == 0 || ordered != len(won) {
		t.Fatalf("%d deals won, %d orders from deals", len(won), ordered)
	}
}

func TestCustomersKnowTheirDays(t *testing.T) {
	db, ctx := filled(t, 120)
	last, next := map[string]day.Day{}, map[string]day.Day{}
	for _, f := range every(t, ctx, db, customers.FollowUps) {
		last[string(f.CustomerID)] = max(last[string(f.CustomerID)], day.In(f.At, time.Local))
		if f.At.After(now) {
			t.Errorf("a follow-up from the future: %v", f.At)
		}
	}
	for _, p := range every(t, ctx, db, customers.FollowUpPlans) {
		if at := next[string(p.CustomerID)]; !p.Status.Closed() && (at == 0 || p.DueOn < at) {
			next[string(p.CustomerID)] = p.DueOn
		}
	}
	for _, c := range every(t, ctx, db, customers.Customers) {
		if c.LastFollowUpOn != last[c.ID] || c.NextFollowUpOn != next[c.ID] {
			t.Errorf("%s: last %v, want %v; next %v, want %v", c.Name, c.LastFollowUpOn, last[c.ID], c.NextFollowUpOn, next[c.ID])
		}
		if c.Rev != 1 {
			t.Errorf("%s was written %d times: the laws found something to put right", c.Name, c.Rev)
		}
	}
}

func TestOnePlanMakesOneBook(t *testing.T) {
	one, ctx := filled(t, 40)
	two, _ := filled(t, 40)
	a, b := every(t, ctx, one, customers.FollowUps), every(t, ctx, two, customers.FollowUps)
	if len(a) != len(b) || len(a) == 0 {
		t.Fatalf("%d and %d follow-ups", len(a), len(b))
	}
	for i := range a {
		if a[i].ID != b[i].ID || a[i].Content != b[i].Content || !a[i].At.Equal(b[i].At) {
			t.Fatalf("follow-up %d differs: %q and %q", i, a[i].Content, b[i].Content)
		}
	}
}

func TestNamesLookReal(t *testing.T) {
	db, ctx := filled(t, 60)
	for i, c := range every(t, ctx, db, customers.Customers) {
		if c.CreditCode != "" && !customers.CreditCodeFault(c.CreditCode).Empty() {
			t.Errorf("%s: %s is no credit code", c.Name, c.CreditCode)
		}
		if i < 5 {
			t.Log(c.Name, c.Region, c.Address, c.Status, c.Level)
		}
	}
	for i, f := range every(t, ctx, db, customers.FollowUps) {
		if i%97 == 0 {
			t.Log(f.At.Format(time.DateOnly), f.Way, f.Content, f.Result)
		}
	}
}

func TestEveryDealIsSpokenAbout(t *testing.T) {
	db, ctx := filled(t, 120)
	spoken, planned := map[string]int{}, 0
	deals := map[string]*sales.Opportunity{}
	for _, o := range every(t, ctx, db, sales.Opportunities) {
		deals[o.ID] = o
	}
	for _, f := range every(t, ctx, db, customers.FollowUps) {
		o := deals[f.Subject.ID]
		if f.Subject.Entity != sales.Opportunities.Name {
			continue
		}
		spoken[o.ID]++
		if end := o.StageLog[len(o.StageLog)-1].At; f.At.Before(o.CreatedAt) || o.Stage.Closed() && f.At.After(end) || f.CustomerID != o.CustomerID {
			t.Errorf("%s, from %v to %v: spoken about at %v", o.Name, o.CreatedAt, end, f.At)
		}
	}
	for _, p := range every(t, ctx, db, customers.FollowUpPlans) {
		if o := deals[p.Subject.ID]; o != nil && !p.Status.Closed() {
			planned++
			if o.Stage.Closed() || p.CreatedAt.Before(o.CreatedAt) {
				t.Errorf("%s is %s: a plan for %v made on %v", o.Name, o.Stage, p.DueOn, p.CreatedAt)
			}
		}
	}
	for _, o := range deals {
		if spoken[o.ID] == 0 {
			t.Errorf("%s: nobody spoke about it", o.Name)
		}
	}
	if planned == 0 {
		t.Error("nothing is planned about a deal")
	}
}
