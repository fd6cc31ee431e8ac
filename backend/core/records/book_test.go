package records_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
)

type seller struct {
	entity.Base
	Name      string        `json:"name"`
	ManagerID id.Of[seller] `json:"managerId"`
}

type unit struct {
	entity.Base
	Name string `json:"name"`
}

type buyer struct {
	entity.Base
	Name    string       `json:"name"`
	Code    string       `json:"code"`
	Phone   string       `json:"phone"`
	Level   string       `json:"level"`
	Revenue money.Amount `json:"revenue"`
	Secret  string       `json:"secret"`
}

type item struct {
	entity.Base
	Name     string `json:"name"`
	Code     string `json:"code"`
	Category string `json:"category"`
}

type saleLine struct {
	ItemID   id.Of[item]    `json:"itemId"`
	Quantity money.Quantity `json:"quantity"`
	Discount int            `json:"discount"`
	Amount   money.Amount   `json:"amount"`
}

type sale struct {
	entity.Base
	Number    string       `json:"number"`
	BuyerID   id.Of[buyer] `json:"buyerId"`
	OrderedOn day.Day      `json:"orderedOn"`
	Lines     []saleLine   `json:"lines"`
}

// Check refuses an order without a line.
func (s *sale) Check(*sale) error {
	if len(s.Lines) == 0 {
		return fault.New(fault.Invalid, "订单至少要有一行明细", "An order needs at least one line.")
	}
	return nil
}

// person is known within a customer.
type person struct {
	entity.Base
	Name    string        `json:"name"`
	BuyerID id.Of[buyer]  `json:"buyerId"`
	MetAt   time.Time     `json:"metAt"`
	About   id.Link       `json:"about"`
	Chance  int           `json:"chance"`
	Likes   []id.Of[item] `json:"likes"`
}

var (
	persons = entity.Define("contact", "联系人", func(p *person) []field.Field {
		return []field.Field{
			field.Text(&p.Name, "姓名").Required().Title().Index(), field.Ref(&p.BuyerID, "客户"),
			field.Instant(&p.MetAt, "见面时间"), field.Link(&p.About, "关于"), field.Percent(&p.Chance, "赢率"), field.Refs(&p.Likes, "常购"),
		}
	})
	sellers = entity.Define("user", "用户", func(u *seller) []field.Field {
		return []field.Field{field.Text(&u.Name, "姓名").Required().Title().Index().Alias("sales_agent"), field.Ref(&u.ManagerID, "上级").Alias("manager")}
	})
	units = entity.Define("department", "部门", func(d *unit) []field.Field {
		return []field.Field{field.Text(&d.Name, "部门名称").Required().Title().Index()}
	})
	buyers = entity.Define("customer", "客户", func(b *buyer) []field.Field {
		return []field.Field{
			field.Text(&b.Name, "客户名称").Required().Max(60).Title().Index().Alias("公司名称", "account", "customer name"),
			field.Text(&b.Code, "客户编号").Unique().EN("Code").Alias("customer id"), field.Phone(&b.Phone, "电话"),
			field.Choice(&b.Level, "级别", field.Is("A", "A 级").Or("重要"), field.Is("B", "B 级").Or("standard")),
			field.Money(&b.Revenue, "年收入").ZeroEmpty(), field.Text(&b.Secret, "内部评价").Private("finance"),
		}
	})
	items = entity.Define("product", "产品", func(i *item) []field.Field {
		return []field.Field{
			field.Text(&i.Name, "产品名称").Required().Title().Index().Alias("product name"),
			field.Text(&i.Code, "产品编号").Unique().EN("Code").Alias("product id"), field.Text(&i.Category, "类别").Alias("category"),
		}
	})
	sales = entity.Define("order", "订单", func(s *sale) []field.Field {
		return []field.Field{
			field.Text(&s.Number, "订单编号").Required().Unique().Title().Alias("order id"),
			field.Ref(&s.BuyerID, "客户").Alias("customer name"), field.Day(&s.OrderedOn, "下单日期").Alias("order date"),
			field.Lines(&s.Lines, "明细", func(l *saleLine) []field.Field {
				return []field.Field{
					field.Ref(&l.ItemID, "产品").Alias("product name"), field.Decimal(&l.Quantity, "数量"),
					field.Percent(&l.Discount, "折扣"), field.Money(&l.Amount, "金额").Alias("sales"),
				}
			}),
		}
	})
)

type book struct {
	testing.TB
	ctx context.Context
	db  *store.DB
	s   *records.Service
	f   *files.Store
	j   *records.Jobs
}

func openBook(t testing.TB) *book { t.Helper(); return openBookIn(t, "") }

// openBookIn opens a book in a folder; without one it is kept in memory.
func openBookIn(t testing.TB, dir string) *book {
	t.Helper()
	types := entity.NewSet(records.Entities(), entity.Group{Module: "test", Types: []*entity.Type{sellers.Type, units.Type, buyers.Type, items.Type, sales.Type, persons.Type}})
	policy := access.New(types, map[string]access.Rule{"user": {Shared: true}, "product": {Shared: true}}, nil)
	keys := seal.New()
	clk := clock.At(time.Date(2026, 3, 8, 9, 0, 0, 0, time.UTC))
	db, err := store.Open(store.Config{Dir: dir, Types: types, Keys: keys, Clock: clk, Guard: policy})
	if err != nil {
		t.Fatal(err)
	}
	cols, err := columns.Open(db, types, keys, "", clk)
	if err != nil {
		t.Fatal(err)
	}
	f, err := files.Open(dir, keys)
	if err != nil {
		t.Fatal(err)
	}
	jobs := records.NewJobs(clk, nil)
	ctx := as("boss", "owner")
	s := records.New(records.Deps{DB: db, Types: types, Policy: policy, Columns: cols, Files: f, Jobs: jobs, Clock: clk, Zone: time.UTC})
	for _, name := range []string{"boss", "rep"} {
		if err := db.Put(who.With(ctx, who.System), &seller{Base: entity.Base{ID: name}, Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		jobs.Close()
		_ = db.Close()
		_ = f.Close()
	})
	return &book{t, ctx, db, s, f, jobs}
}

func as(name, role string) context.Context {
	return who.With(context.Background(), who.User{ID: name, Name: name, Roles: []string{role}})
}

func (b *book) upload(name, data string) records.FileRef {
	b.Helper()
	info, err := b.f.Put(b.ctx, name, strings.NewReader(data))
	if err == nil { // the others of the tests have it too
		_, err = b.f.Put(as("rep", "sales"), name, strings.NewReader(data))
	}
	if err != nil {
		b.Fatal(err)
	}
	return records.FileRef{Hash: info.Hash}
}

func (b *book) run(in records.ImportInput) records.ImportResult {
	b.Helper()
	out, err := b.tryRun(b.ctx, in)
	if err != nil {
		b.Fatal(err)
	}
	if out.Read != out.Created+out.Updated+out.Skipped+out.Rejected {
		b.Errorf("the counts do not add up: %+v", out)
	}
	return out
}

func (b *book) tryRun(ctx context.Context, in records.ImportInput) (records.ImportResult, error) {
	b.Helper()
	return b.s.ImportNow(ctx, in)
}

func (b *book) count(t *entity.Type) int {
	b.Helper()
	n := 0
	if err := b.db.Each(b.ctx, t, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() {
			n++
		}
		return true
	}); err != nil {
		b.Fatal(err)
	}
	return n
}

func all[T any](b *book, of *entity.Of[T]) map[string]*T {
	b.Helper()
	out := map[string]*T{}
	if err := b.db.Each(b.ctx, of.Type, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() {
			out[of.Title(rec)] = any(rec).(*T)
		}
		return true
	}); err != nil {
		b.Fatal(err)
	}
	return out
}

// result waits for a job and reads its result.
func (b *book) result(job string, into interface{}) {
	b.Helper()
	answer, err := b.j.Wait(b.ctx, records.JobRef{ID: job})
	if err != nil || answer.Job.State != records.Done {
		b.Fatalf("%v %+v", err, answer.Job)
	}
	if err := json.Unmarshal(answer.Job.Result, into); err != nil {
		b.Fatal(err)
	}
}

// changed reads an exported file and writes it as CSV with one text replaced.
func (b *book) changed(hash, old, now string) string {
	b.Helper()
	f, err := b.f.Open(hash)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	info, err := b.f.Stat(hash)
	if err != nil {
		b.Fatal(err)
	}
	file, err := sheet.Read(b.ctx, f, info.Size, sheet.Options{Name: info.Name})
	if err != nil {
		b.Fatal(err)
	}
	table, err := file.Table(b.ctx, "", 0)
	if err != nil {
		b.Fatal(err)
	}
	var out strings.Builder
	var heads []string
	for _, c := range table.Columns {
		heads = append(heads, c.Heading)
	}
	out.WriteString(strings.Join(heads, ",") + "\n")
	for _, row := range table.Rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, strings.ReplaceAll(c.Text, old, now))
		}
		out.WriteString(strings.Join(cells, ",") + "\n")
	}
	return out.String()
}
