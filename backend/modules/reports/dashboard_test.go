package reports_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/sheet"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// opportunities reads every opportunity of the book.
func (d *desk) opportunities() (all []*sales.Opportunity) {
	_ = d.db.Each(d.ctx, sales.Opportunities.Type, func(rec entity.Record) bool {
		all = append(all, rec.(*sales.Opportunity))
		return true
	})
	return all
}

// total is how many records a list shows.
func (d *desk) total(where string) int {
	return call[struct{ Total int }](d, "records.list", `{"entity":"opportunity","where":`+where+`,"limit":1}`).Total
}

func TestFunnelAgreesWithTheStageLogs(t *testing.T) {
	d := newDesk(t, 80)
	cohort := `{"field":"openedOn","op":"between","value":["2026-01-01","2026-12-31"]}`
	f := call[reports.FunnelOutput](d, "reports.funnel", `{"where":`+cohort+`}`)
	place := map[string]int{}
	for i, one := range f.Stages {
		place[one.Stage] = i
	}
	want, lost := make([]reports.FunnelStage, len(f.Stages)), 0
	stayed := make([][]int, len(f.Stages))
	for _, o := range d.opportunities() {
		if y, _, _ := o.OpenedOn.Date(); y != 2026 {
			continue
		}
		furthest, left := 0, map[int]bool{}
		for _, e := range o.StageLog {
			if i, known := place[string(e.To)]; known {
				furthest = max(furthest, i)
			}
			if i, known := place[string(e.From)]; known && e.From != "" {
				left[i] = true
				stayed[i] = append(stayed[i], e.Days)
			}
		}
		for i := range furthest + 1 {
			want[i].Count++
			want[i].Amount += o.Amount
		}
		for i := range left {
			want[i].LeftCount++
		}
		if i, known := place[string(o.Stage)]; known {
			want[i].NowCount++
			want[i].NowAmount += o.Amount
		} else {
			lost++
		}
	}
	if len(f.Stages) != 5 || f.LostCount != lost || lost == 0 {
		t.Fatalf("%d stages, %d lost, the records say %d", len(f.Stages), f.LostCount, lost)
	}
	for i, got := range f.Stages {
		w := want[i]
		if got.Count != w.Count || got.Amount != w.Amount || got.NowCount != w.NowCount || got.NowAmount != w.NowAmount || got.LeftCount != w.LeftCount || got.Count == 0 {
			t.Errorf("%s: %+v, the records say %+v", got.Stage, got, w)
		}
		sum := 0
		for _, days := range stayed[i] {
			sum += days
		}
		if mean := float64(sum) / max(float64(len(stayed[i])), 1); got.MeanDays < mean-0.051 || got.MeanDays > mean+0.051 {
			t.Errorf("%s: %.1f days, the records say %.2f", got.Stage, got.MeanDays, mean)
		}
		reach, _ := json.Marshal(got.Reach)
		opened := cohort
		if i > 0 {
			opened = `{"and":[` + cohort + `,{"field":"stageLog.to","op":"in","value":` + string(reach) + `}]}`
		}
		if n := d.total(opened); n != got.Count {
			t.Errorf("%s: the list behind %d has %d rows", got.Stage, got.Count, n)
		}
		if n := d.total(`{"and":[` + cohort + `,{"field":"stageLog.from","op":"eq","value":"` + got.Stage + `"}]}`); n != got.LeftCount {
			t.Errorf("%s: the list behind %d that left has %d rows", got.Stage, got.LeftCount, n)
		}
	}
}

func TestCycleAgreesWithTheDays(t *testing.T) {
	d := newDesk(t, 60)
	got := call[reports.CycleOutput](d, "reports.cycle", `{"where":{"field":"stage","op":"eq","value":"won"}}`)
	days, n := 0, 0
	for _, o := range d.opportunities() {
		if o.Stage == sales.Won && o.OpenedOn != 0 && o.ClosedOn != 0 {
			days, n = days+max(int(o.ClosedOn-o.OpenedOn), 0), n+1
		}
	}
	if mean := float64(days) / float64(n); n == 0 || got.Count != n || got.MeanDays < mean-0.051 || got.MeanDays > mean+0.051 || got.MedianDays <= 0 {
		t.Fatalf("%+v, the records say %d, %.2f", got, n, mean)
	}
}

func TestAnswersAreThoseOfEachQuestion(t *testing.T) {
	d := newDesk(t, 40)
	questions := []string{
		`{"entity":"opportunity","measures":[{"op":"sum","field":"amount"},{"op":"count"}],"where":{"field":"stage","op":"eq","value":"won"}}`,
		`{"entity":"customer","groups":[{"field":"region","by":"province"}],"measures":[{"op":"count"}]}`,
		`{"entity":"opportunity.stageLog","groups":[{"field":"to"}],"measures":[{"op":"count"}]}`,
	}
	got := call[struct{ Answers []json.RawMessage }](d, "reports.answers", `{"questions":[`+strings.Join(questions, ",")+`]}`)
	for i, q := range questions {
		one := call[json.RawMessage](d, "records.aggregate", q)
		if !bytes.Equal(one, got.Answers[i]) {
			t.Errorf("%s: %s, alone %s", q, got.Answers[i], one)
		}
	}
	people := `{"questions":[{"entity":"report","measures":[{"op":"count"}]},{"entity":"order.lines","measures":[{"op":"sum","field":"profit"}]}]}`
	d.ctx = who.With(d.ctx, who.User{ID: "somebody", Roles: []string{team.Sales}})
	if raw, err := d.table.Call(d.ctx, "reports.answers", json.RawMessage(people)); err == nil {
		t.Errorf("a salesperson reads the profit: %s", raw)
	}
	inside := `{"entity":"order","where":{"field":"lines.profit","op":"gt","value":"1"}}`
	if raw, err := d.table.Call(d.ctx, "records.list", json.RawMessage(inside)); err == nil {
		t.Errorf("a salesperson filters by the profit: %s", raw)
	}
}

func TestChartIsReadBackAsItWasShown(t *testing.T) {
	d := newDesk(t, 60)
	type answers struct {
		Answers []struct {
			Rows []struct {
				Keys   []string
				Values []json.RawMessage
			}
		}
	}
	won := call[answers](d, "reports.answers", `{"questions":[{"entity":"opportunity","groups":[{"field":"closedOn","by":"month"}],"measures":[{"op":"sum","field":"amount"},{"op":"count"}],"where":{"field":"stage","op":"eq","value":"won"}}]}`)
	in := reports.ChartInput{
		Entity: "opportunity", Title: "赢单/按月", About: "全部时间", Kind: "columns", Labels: []string{"月份"}, Drawn: 1,
		Series: []reports.ChartSeries{{Name: "金额", Format: "money"}, {Name: "单数", Format: "whole"}},
	}
	for _, row := range won.Answers[0].Rows {
		in.Rows = append(in.Rows, reports.ChartRow{Labels: row.Keys, Values: []string{strings.Trim(string(row.Values[0]), `"`), string(row.Values[1])}})
	}
	in.Rows[0].Labels[0] = "=1+1"
	asked, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	raw := d.charted(string(asked))
	path := t.TempDir() + "/chart.xlsx"
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(d.ctx, path, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	back := rowsOf(t, d.ctx, book, "赢单 按月", 23)
	if len(back) != len(in.Rows) || len(back) < 3 {
		t.Fatalf("%d rows of %d", len(back), len(in.Rows))
	}
	for i, row := range in.Rows {
		if back[i]["月份"] != row.Labels[0] || fen(t, back[i]["金额"]) != fen(t, row.Values[0]) || back[i]["单数"] != row.Values[1] {
			t.Errorf("row %d: %v was %v", i, back[i], row)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/charts/chart") {
			charts++
		}
	}
	if charts != 1 {
		t.Errorf("%d charts", charts)
	}
	for _, wrong := range []string{`{"entity":"opportunity","title":"x","kind":"pie","labels":["a"],"series":[{"name":"b","format":"money"}],"rows":[]}`,
		`{"entity":"opportunity","title":"x","kind":"bars","labels":["a"],"series":[{"name":"b","format":"money"}],"rows":[{"labels":["a"],"values":[]}]}`,
		`{"entity":"opportunity","title":"x","kind":"bars","labels":["a"],"series":[{"name":"b","format":"money"}],"rows":[{"labels":["a"],"values":["=1"]}]}`} {
		if _, err := d.table.Call(d.ctx, "reports.chart", json.RawMessage(wrong)); err == nil {
			t.Errorf("%s is taken", wrong)
		}
	}
}

// charted makes a chart's workbook and returns its bytes.
func (d *desk) charted(in string) []byte {
	d.t.Helper()
	return d.file(call[jobAnswer](d, "reports.chart", in).Job.ID)
}

func TestFunnelIsQuick(t *testing.T) {
	if testing.Short() {
		t.Skip("measures")
	}
	d := newDesk(t, 400)
	call[reports.FunnelOutput](d, "reports.funnel", `{}`)
	from := time.Now()
	f := call[reports.FunnelOutput](d, "reports.funnel", `{}`)
	if took := time.Since(from); took > 250*time.Millisecond {
		t.Errorf("the funnel of %d opportunities took %v", f.Stages[0].Count, took)
	}
	sum := money.Amount(0)
	for _, one := range f.Stages {
		sum += one.NowAmount
	}
	if sum+f.LostAmount != f.Stages[0].Amount {
		t.Errorf("the stages come to %s, all to %s", sum+f.LostAmount, f.Stages[0].Amount)
	}
}
