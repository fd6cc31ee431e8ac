package reports_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/demo"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

var now = time.Date(2026, 11, 20, 10, 0, 0, 0, time.Local)

// desk is a filled practice book with everything a report needs.
type desk struct {
	t     *testing.T
	ctx   context.Context
	db    *store.DB
	files *files.Store
	table *rpc.Table
}

func newDesk(t *testing.T, customerCount int) *desk {
	t.Helper()
	return newDeskFor(t, customerCount, nil)
}

// newDeskFor is a desk at which people have the rights they are said to have; without that, those of their roles.
func newDeskFor(t *testing.T, customerCount int, as access.People) *desk {
	t.Helper()
	types := entity.NewSet(team.Entities(), customers.Entities(), sales.Entities(), reports.Entities(), records.Entities())
	keys, clk := seal.New(), clock.At(now)
	policy := access.New(types, nil, as)
	db, err := store.Open(store.Config{Types: types, Keys: keys, Clock: clk, Guard: policy})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	cols, err := columns.Open(db, types, keys, "", clk)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := files.Open(t.TempDir(), keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	jobs := records.NewJobs(clk, nil)
	t.Cleanup(jobs.Close)
	people := team.New(db)
	house := customers.New(db, cols, clk)
	deals := sales.New(db, cols, clk, house)
	desk := &desk{t: t, db: db, files: kept, table: rpc.New(policy.Allow)}
	all := records.New(records.Deps{DB: db, Types: types, Policy: policy, Columns: cols, Files: kept, Jobs: jobs, Clock: clk})
	made := reports.New(reports.Deps{DB: db, Types: types, Columns: cols, Policy: policy, Records: all, Files: kept, Jobs: jobs, Clock: clk, Chances: sales.UsualChances()})
	for _, one := range []interface{ Expose(*rpc.Table) }{all, house, deals, made} {
		one.Expose(desk.table)
	}
	ctx := who.With(context.Background(), who.System)
	if err := demo.Fill(ctx, db, demo.Plan{Customers: customerCount, Now: now}); err != nil {
		t.Fatal(err)
	}
	owner, err := people.Owner(ctx)
	if err != nil {
		t.Fatal(err)
	}
	desk.ctx = who.With(ctx, owner)
	return desk
}

// call runs an operation and waits for its job, if it began one.
func call[Out any](d *desk, name, in string) (out Out) {
	d.t.Helper()
	raw, err := d.table.Call(d.ctx, name, json.RawMessage(in))
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		d.t.Fatalf("%s answered %s: %v", name, raw, err)
	}
	return out
}

type jobAnswer struct {
	Job struct {
		ID     string
		State  string
		Error  json.RawMessage
		Result reports.RunResult
	}
}

// made runs a report and returns its workbook's bytes.
func (d *desk) made(in string) (string, []byte) {
	d.t.Helper()
	return d.named(call[jobAnswer](d, "reports.run", in).Job.ID)
}

// file waits for a job and returns the bytes of the file it made.
func (d *desk) file(jobID string) []byte {
	d.t.Helper()
	_, raw := d.named(jobID)
	return raw
}

func (d *desk) named(jobID string) (string, []byte) {
	d.t.Helper()
	done := call[jobAnswer](d, "jobs.wait", `{"id":"`+jobID+`"}`)
	if done.Job.State != "done" {
		d.t.Fatalf("the report is %s: %s", done.Job.State, done.Job.Error)
	}
	f, err := d.files.Open(done.Job.Result.File)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		d.t.Fatal(err)
	}
	return done.Job.Result.Name, raw
}

func TestMonthlyFiguresAgreeWithTheRecords(t *testing.T) {
	d := newDesk(t, 80)
	for _, month := range []string{"2026-09", "2026-10"} {
		f := call[reports.Figures](d, "reports.figures", `{"name":"salesMonthly","params":{"month":"`+month+`"}}`)
		var won, open, ordered money.Amount
		wonCount, byOwner := 0, map[string]money.Amount{}
		_ = d.db.Each(d.ctx, sales.Opportunities.Type, func(rec entity.Record) bool {
			o := rec.(*sales.Opportunity)
			switch {
			case o.Stage == sales.Won && o.ClosedOn.String()[:7] == month:
				won, wonCount = won+o.Amount, wonCount+1
				byOwner[string(o.OwnerID)] += o.Amount
			case !o.Stage.Closed():
				open += o.Amount
			}
			return true
		})
		_ = d.db.Each(d.ctx, sales.Orders.Type, func(rec entity.Record) bool {
			if o := rec.(*sales.Order); o.OrderedOn.String()[:7] == month && o.Status != sales.Cancelled {
				ordered += o.Total
			}
			return true
		})
		if wonCount == 0 || f.Totals.WonAmount != won || f.Totals.WonCount != wonCount || f.Totals.OpenAmount != open || *f.Totals.OrderAmount != ordered {
			t.Errorf("%s: %+v; the records say won %s (%d), open %s, ordered %s", month, f.Totals, won, wonCount, open, ordered)
		}
		for _, p := range f.People {
			if byOwner[p.ID] != p.WonAmount {
				t.Errorf("%s won %s, the records say %s", p.Name, p.WonAmount, byOwner[p.ID])
			}
		}
		for name, parts := range map[string][]reports.ShareRow{"departments": f.Departments, "regions": f.Regions, "products": f.Products} {
			sum := money.Amount(0)
			for _, one := range parts {
				sum += one.Amount
			}
			if sum != won {
				t.Errorf("%s come to %s, not to %s", name, sum, won)
			}
		}
	}
}

func TestMonthIsTheLastWithDataUnlessSaid(t *testing.T) {
	d := newDesk(t, 40)
	f := call[reports.Figures](d, "reports.figures", `{}`)
	if f.Month != "2026-11" {
		t.Fatalf("the last month with data is %q", f.Month)
	}
	if all := call[reports.Figures](d, "reports.figures", `{"name":"销售月报","params":{"all":true}}`); all.Month != "" || all.Totals.WonCount <= f.Totals.WonCount {
		t.Fatalf("everything is no more than a month: %+v", all.Totals)
	}
}

func TestWorkbookShowsTheSameNumbers(t *testing.T) {
	d := newDesk(t, 80)
	name, raw := d.made(`{"name":"salesMonthly","params":{"all":true}}`)
	if out := os.Getenv("REPORT_OUT"); out != "" {
		if err := os.WriteFile(out, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := call[reports.Figures](d, "reports.figures", `{"name":"salesMonthly","params":{"all":true}}`)
	path := t.TempDir() + "/report.xlsx"
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(d.ctx, path, sheet.Options{})
	if err != nil {
		t.Fatalf("%s cannot be read back: %v", name, err)
	}
	t.Cleanup(func() { _ = book.Close() })
	cover := rowsOf(t, d.ctx, book, "封面", 74)
	for i, p := range f.People {
		if got := cover[i]; got["姓名"] != p.Name || fen(t, got["赢单金额"]) != p.WonAmount || fen(t, got["在谈金额"]) != p.OpenAmount || fen(t, got["订单金额"]) != *p.OrderAmount {
			t.Errorf("the cover says %v, the screen %+v", got, p)
		}
	}
	sums := map[string]money.Amount{}
	for _, row := range rowsOf(t, d.ctx, book, "商机明细", 4) {
		sums[row["状态"]] += fen(t, row["金额"])
	}
	if sums["赢单"] != f.Totals.WonAmount || sums["在谈"] != f.Totals.OpenAmount {
		t.Errorf("the details come to %v, the screen says %+v", sums, f.Totals)
	}
	ordered := money.Amount(0)
	for _, row := range rowsOf(t, d.ctx, book, "订单明细", 4) {
		ordered += fen(t, row["订单金额"])
	}
	if ordered != *f.Totals.OrderAmount {
		t.Errorf("the orders come to %s, the screen says %s", ordered, *f.Totals.OrderAmount)
	}
	for _, p := range f.People {
		if own := rowsOf(t, d.ctx, book, p.Name, 10); len(own) != p.WonCount+p.LostCount+p.OpenCount {
			t.Errorf("%s has %d rows of %d", p.Name, len(own), p.WonCount+p.LostCount+p.OpenCount)
		}
	}
}

// rowsOf reads a table back: each row's cells by heading.
func rowsOf(t *testing.T, ctx context.Context, book *sheet.Book, name string, heading int) []map[string]string {
	t.Helper()
	table, err := book.Table(ctx, name, heading)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows []map[string]string
	for _, row := range table.Rows {
		cells := map[string]string{}
		for i, c := range table.Columns {
			if i < len(row.Cells) {
				cells[c.Heading] = row.Cells[i].Text
			}
		}
		rows = append(rows, cells)
	}
	return rows
}

func fen(t *testing.T, text string) money.Amount {
	t.Helper()
	if text == "" {
		return 0
	}
	a, _, err := money.Parse(text)
	if err != nil {
		t.Fatalf("%q is no amount", text)
	}
	return a
}

func TestASalespersonReportsOnlyTheirOwn(t *testing.T) {
	d := newDesk(t, 60)
	all := call[reports.Figures](d, "reports.figures", `{"params":{"all":true}}`)
	person := all.People[0]
	d.ctx = who.With(d.ctx, who.User{ID: person.ID, Roles: []string{team.Sales}})
	own := call[reports.Figures](d, "reports.figures", `{"params":{"all":true}}`)
	if len(own.People) != 1 || own.People[0].WonAmount != person.WonAmount || own.Totals.WonAmount != person.WonAmount {
		t.Fatalf("%s sees %+v", person.Name, own.People)
	}
	d.made(`{"name":"salesMonthly"}`)
}

// TestWhatOneMayNotReadIsAbsent makes the report of somebody who may not read orders: neither the screen nor the workbook
// has a figure of them, not even zero.
func TestWhatOneMayNotReadIsAbsent(t *testing.T) {
	d := newDeskFor(t, 60, func(userID string) *access.Person {
		marketing := access.Role{ID: "m", Key: team.Marketing, Name: "市场", Grants: team.Standards[team.Marketing]}
		return &access.Person{UserID: userID, Roles: []access.Role{marketing}}
	})
	raw, err := json.Marshal(call[json.RawMessage](d, "reports.figures", `{"params":{"all":true}}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"orderAmount", "orderCount", `"orders"`, "categories", "sold"} {
		if strings.Contains(string(raw), name) {
			t.Errorf("somebody of marketing is told %s: %.300s", name, raw)
		}
	}
	if !strings.Contains(string(raw), "followUps") || !strings.Contains(string(raw), `"regions":[`) {
		t.Errorf("what may be read is missing: %.300s", raw)
	}
	_, made := d.made(`{"params":{"all":true}}`)
	path := t.TempDir() + "/report.xlsx"
	if err := os.WriteFile(path, made, 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(d.ctx, path, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	for _, heading := range []int{5, 8, 74} { // the key figures, and what people have done
		table, err := book.Table(d.ctx, "封面", heading)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range table.Columns {
			if strings.Contains(c.Heading, "订单") {
				t.Errorf("row %d of the cover says %s", heading, c.Heading)
			}
		}
		for _, row := range table.Rows {
			for _, cell := range row.Cells {
				if strings.Contains(cell.Text, "订单") {
					t.Errorf("the cover says %s", cell.Text)
				}
			}
		}
	}
}
