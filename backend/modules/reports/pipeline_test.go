package reports_test

import (
	"cmp"
	"encoding/json"
	"testing"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// pipelineThen walks every stage log by itself, what the operation does by adding up.
func (d *desk) pipelineThen(on day.Day, key func(*sales.Opportunity) string) map[[2]string]reports.PipelinePart {
	parts, usual := map[[2]string]reports.PipelinePart{}, sales.UsualChances()
	for _, o := range d.opportunities() {
		if o.OpenedOn == 0 || o.OpenedOn > on || o.ClosedOn != 0 && o.ClosedOn <= on {
			continue
		}
		stage, moved := "", false
		for _, e := range o.StageLog {
			if day.In(e.At, time.Local) <= on {
				stage = string(e.To)
			} else {
				moved = true
			}
		}
		at := [2]string{key(o), stage}
		p := parts[at]
		p.Key, p.Stage, p.Count, p.Amount = at[0], stage, p.Count+1, p.Amount+o.Amount
		switch {
		case stage == "":
			p.UnknownCount, p.UnknownAmount = p.Count, p.Amount
		case sales.Stage(stage).Closed():
		case !moved:
			p.Weighted += o.Weighted
		default:
			p.Weighted += o.Amount.Percent(int64(cmp.Or(usual[stage], 42)))
		}
		parts[at] = p
	}
	return parts
}

// unusual puts deals into the book that the practice data have none of.
func (d *desk) unusual() {
	d.t.Helper()
	put := func(o *sales.Opportunity) {
		o.Name = "x"
		if err := d.db.Put(d.ctx, o); err != nil {
			d.t.Fatal(err)
		}
	}
	own := sales.Pipelines.New().(*sales.Pipeline)
	own.Name, own.Active = "项目型", true
	own.Stages = append([]sales.PipelineStage{{Name: "立项", Key: "s1", Chance: 42, Kind: sales.Open}}, sales.StandardStages()...)
	if err := d.db.Put(d.ctx, own); err != nil {
		d.t.Fatal(err)
	}
	on := func(m time.Month, dom int) time.Time { return time.Date(2026, m, dom, 12, 0, 0, 0, time.Local) }
	step := func(from, to sales.Stage, at time.Time) sales.StageEntry {
		return sales.StageEntry{From: from, To: to, At: at}
	}
	opened := day.Of(2026, 7, 1)
	for amount, o := range []sales.Opportunity{
		{Stage: sales.Propose, Chance: 85, ChanceByHand: true, StageLog: []sales.StageEntry{step("", sales.Propose, on(7, 2))}},                                                                                                                // stood still, weighed by hand
		{Stage: sales.Propose, Chance: 85, ChanceByHand: true, StageLog: []sales.StageEntry{step("", sales.Qualify, on(7, 2)), step(sales.Qualify, sales.Propose, on(11, 3))}},                                                                 // has moved
		{Stage: sales.Negotiate, PipelineID: id.Of[sales.Pipeline](own.ID), StageLog: []sales.StageEntry{step("", "s1", on(7, 2)), step("s1", sales.Negotiate, on(11, 3))}},                                                                    // a stage of its own
		{Stage: sales.Discover, StageLog: []sales.StageEntry{step("", sales.Qualify, on(7, 2)), step(sales.Qualify, sales.Lost, on(9, 1)), step(sales.Lost, sales.Discover, on(11, 3))}},                                                       // opened again
		{Stage: sales.Discover, StageLog: []sales.StageEntry{step("", sales.Qualify, on(7, 2)), step(sales.Qualify, sales.Propose, on(9, 1)), step(sales.Propose, sales.Qualify, on(10, 1)), step(sales.Qualify, sales.Discover, on(10, 31))}}, // back and forth
		{Stage: sales.Won, ClosedOn: day.Of(2026, 11, 10), StageLog: []sales.StageEntry{step("", sales.Won, on(11, 10))}},                                                                                                                      // written down when it was over
	} {
		o.OpenedOn, o.Amount = opened, money.Amount(1_000_00*(amount+1))
		o.Base = *sales.Opportunities.New().Meta()
		put(&o)
	}
}

func TestPipelineThenAgreesWithTheStageLogs(t *testing.T) {
	d := newDesk(t, 80)
	d.unusual()
	keys := map[string]func(*sales.Opportunity) string{
		"":                          func(*sales.Opportunity) string { return "" },
		`,"by":{"field":"ownerId"}`: func(o *sales.Opportunity) string { return string(o.OwnerID) },
	}
	for _, on := range []day.Day{day.Of(2026, 11, 20), day.Of(2026, 10, 31), day.Of(2026, 9, 30), day.Of(2026, 7, 1), day.Of(2025, 12, 31), day.Of(2019, 1, 1)} {
		for by, key := range keys {
			got := call[reports.PipelineOnOutput](d, "reports.pipeline", `{"on":"`+on.String()+`"`+by+`}`)
			want, sum := d.pipelineThen(on, key), reports.PipelinePart{}
			for _, p := range got.Parts {
				if p != want[[2]string{p.Key, p.Stage}] {
					t.Errorf("%s%s: %+v, the records say %+v", on, by, p, want[[2]string{p.Key, p.Stage}])
				}
				sum.Count, sum.Amount, sum.Weighted = sum.Count+p.Count, sum.Amount+p.Amount, sum.Weighted+p.Weighted
				sum.UnknownCount, sum.UnknownAmount = sum.UnknownCount+p.UnknownCount, sum.UnknownAmount+p.UnknownAmount
			}
			if len(got.Parts) != len(want) || got.Total != sum {
				t.Errorf("%s%s: %d parts, the records say %d; in all %+v, the parts %+v", on, by, len(got.Parts), len(want), got.Total, sum)
			}
			if rows := d.total(openOn(on)); rows != got.Total.Count {
				t.Errorf("%s: %d were open, the list behind has %d rows", on, got.Total.Count, rows)
			}
		}
	}
	today := call[reports.PipelineOnOutput](d, "reports.pipeline", `{"on":"2026-11-20","where":{"field":"stage","op":"notIn","value":["won","lost"]}}`)
	f := call[reports.Figures](d, "reports.figures", `{}`)
	if today.Total.Amount != f.Totals.OpenAmount || today.Total.Weighted != f.Totals.Weighted {
		t.Errorf("today it is %+v, the report says %s, weighted %s", today.Total, f.Totals.OpenAmount, f.Totals.Weighted)
	}
}

// openOn is the list behind what was open on a day.
func openOn(on day.Day) string {
	return `{"and":[{"field":"openedOn","op":"le","value":"` + on.String() + `"},{"or":[{"field":"closedOn","op":"empty"},{"field":"closedOn","op":"gt","value":"` + on.String() + `"}]}]}`
}

func TestPipelineThenKeepsToWhatMayBeSeen(t *testing.T) {
	d := newDesk(t, 60)
	on := day.Of(2026, 10, 31)
	all := call[reports.PipelineOnOutput](d, "reports.pipeline", `{"on":"2026-10-31"}`).Total
	owner := ""
	for _, o := range d.opportunities() {
		if owner = string(o.OwnerID); owner != "" && o.ClosedOn == 0 {
			break
		}
	}
	d.ctx = who.With(d.ctx, who.User{ID: owner, Roles: []string{team.Sales}})
	mine := call[reports.PipelineOnOutput](d, "reports.pipeline", `{"on":"2026-10-31"}`).Total
	if rows := d.total(openOn(on)); mine.Count != rows || rows == 0 || mine.Count >= all.Count || mine.Amount >= all.Amount {
		t.Errorf("a salesperson is told of %+v, may list %d, there are %+v", mine, rows, all)
	}
	cost := `{"field":"productId.cost","op":"ge","value":"1"}`
	for _, ask := range [][2]string{
		{"reports.pipeline", `{"on":"2026-10-31","where":` + cost + `}`}, {"reports.pipeline", `{"on":"2026-10-31","by":{"field":"productId.cost"}}`},
		{"reports.funnel", `{"where":{"not":` + cost + `}}`}, {"reports.cycle", `{"where":` + cost + `}`},
	} {
		if _, err := d.table.Call(d.ctx, ask[0], json.RawMessage(ask[1])); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s %s: a salesperson asks by the cost: %v", ask[0], ask[1], err)
		}
	}
}
