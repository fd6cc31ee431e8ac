package columns

import (
	"context"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

type person struct {
	entity.Base
	Name string `json:"name"`
}

type department struct {
	entity.Base
	Name string `json:"name"`
}

type firm struct {
	entity.Base
	Name     string         `json:"name"`
	Code     string         `json:"code"`
	Phone    string         `json:"phone"`
	Place    string         `json:"region"`
	Level    string         `json:"level"`
	Traits   []string       `json:"traits"`
	Size     int            `json:"size"`
	Chance   int            `json:"chance"`
	Revenue  money.Amount   `json:"revenue"`
	Weight   money.Quantity `json:"weight"`
	Founded  day.Day        `json:"foundedOn"`
	SeenAt   time.Time      `json:"seenAt"`
	Active   bool           `json:"active"`
	ParentID id.Of[firm]    `json:"parentId"`
	Partners []id.Of[firm]  `json:"partnerIds"`
	Subject  id.Link        `json:"subject"`
	Note     string         `json:"note"`
}

type line struct {
	What   string         `json:"what"`
	Sort   string         `json:"sort"`
	Pieces money.Quantity `json:"quantity"`
	Amount money.Amount   `json:"amount"`
}

type order struct {
	entity.Base
	Number  string       `json:"number"`
	FirmID  id.Of[firm]  `json:"firmId"`
	Ordered day.Day      `json:"orderedOn"`
	Lines   []line       `json:"lines"`
	Total   money.Amount `json:"total"`
}

func (o *order) Prepare(*order) {
	o.Total = 0
	for _, l := range o.Lines {
		o.Total += l.Amount
	}
}

var levels = []field.Option{field.Is("A", "重点"), field.Is("C", "一般"), field.Is("B", "普通")}

// types makes the entities anew: customizing changes a set.
func types() *entity.Set {
	people := entity.Define("user", "用户", func(p *person) []field.Field {
		return []field.Field{field.Text(&p.Name, "姓名").Title()}
	})
	firms := entity.Define("firm", "公司", func(f *firm) []field.Field {
		return []field.Field{
			field.Text(&f.Name, "名称").Title(), field.Text(&f.Code, "编号"), field.Phone(&f.Phone, "电话"),
			field.Region(&f.Place, "地区"), field.Choice(&f.Level, "级别", levels...),
			field.Choices(&f.Traits, "特点", field.Is("fast", "快"), field.Is("big", "大"), field.Is("far", "远")),
			field.Number(&f.Size, "人数").ZeroEmpty(), field.Percent(&f.Chance, "可能性"), field.Money(&f.Revenue, "营收").ZeroEmpty(),
			field.Decimal(&f.Weight, "重量"), field.Day(&f.Founded, "成立日期"), field.Instant(&f.SeenAt, "见面时间"),
			field.Flag(&f.Active, "启用"), field.Ref(&f.ParentID, "上级"), field.Refs(&f.Partners, "伙伴"),
			field.Link(&f.Subject, "相关"), field.LongText(&f.Note, "备注"),
		}
	})
	orders := entity.Define("order", "订单", func(o *order) []field.Field {
		return []field.Field{
			field.Text(&o.Number, "单号").Title(), field.Ref(&o.FirmID, "客户"), field.Day(&o.Ordered, "日期"),
			field.Lines(&o.Lines, "明细", func(l *line) []field.Field {
				return []field.Field{
					field.Text(&l.What, "内容"), field.Choice(&l.Sort, "类别", field.Is("goods", "商品"), field.Is("service", "服务")),
					field.Decimal(&l.Pieces, "数量"), field.Money(&l.Amount, "金额"),
				}
			}),
			field.Money(&o.Total, "合计").ReadOnly(),
		}
	})
	departments := entity.Define("department", "部门", func(p *department) []field.Field {
		return []field.Field{field.Text(&p.Name, "名称")}
	})
	return entity.NewSet(entity.Group{Module: "all", Types: []*entity.Type{people.Type, departments.Type, firms.Type, orders.Type}})
}

var (
	shanghai = time.FixedZone("CST", 8*3600)
	noon     = time.Date(2026, 3, 18, 4, 0, 0, 0, time.UTC) // a Wednesday
)

// book is a store in memory with columns on it.
type book struct {
	t     testing.TB
	db    *store.DB
	types *entity.Set
	cols  *Columns
	ctx   context.Context
	me    string
	clock *clock.Settable
	each  func(entityName string, yield func(entity.Record))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newBook(t testing.TB) *book {
	b := &book{t: t, types: types(), clock: clock.At(noon)}
	db, err := store.Open(store.Config{Types: b.types, Clock: b.clock})
	must(t, err)
	b.db = db
	b.each = func(name string, yield func(entity.Record)) {
		must(t, db.Each(b.ctx, b.types.Type(name), func(rec entity.Record) bool { yield(rec); return true }))
	}
	t.Cleanup(func() { _ = db.Close() })
	b.ctx = who.With(context.Background(), who.System)
	me := &person{Name: "王小明"}
	must(t, db.Put(b.ctx, me))
	b.me = me.ID
	b.ctx = who.With(context.Background(), who.User{ID: me.ID, Name: me.Name})
	b.cols = b.open("")
	return b
}

func (b *book) open(dir string) *Columns {
	c, err := Open(b.db, b.types, nil, dir, b.clock)
	must(b.t, err)
	c.SetZone(shanghai)
	return c
}

func (b *book) put(rec entity.Record) string {
	b.t.Helper()
	must(b.t, b.db.Put(b.ctx, rec))
	return rec.Meta().ID
}

func (b *book) where(t testing.TB, raw string) *Filter {
	t.Helper()
	f, err := ParseFilter([]byte(raw))
	must(t, err)
	return f
}

func metaOf(id string) entity.Base {
	return entity.Base{ID: id, Rev: 1, CreatedAt: noon, UpdatedAt: noon}
}
