package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
)

type person struct {
	entity.Base
	Name string `json:"name"`
}

type office struct {
	entity.Base
	Name string `json:"name"`
}

type firm struct {
	entity.Base
	Name   string `json:"name"`
	Short  string `json:"short"`
	Code   string `json:"code"`
	Phone  string `json:"phone"`
	Level  string `json:"level"`
	Note   string `json:"note"`
	Margin string `json:"margin"`
}

type visit struct {
	entity.Base
	FirmID  id.Of[firm] `json:"firmId"`
	Content string      `json:"content"`
	At      time.Time   `json:"at"`
}

type sale struct {
	entity.Base
	Number string      `json:"number"`
	FirmID id.Of[firm] `json:"firmId"`
	Lines  []saleLine  `json:"lines"`
}

type saleLine struct {
	Item string      `json:"item"`
	From id.Of[firm] `json:"from"`
}

func testTypes() *entity.Set {
	people := entity.Define("user", "用户", func(u *person) []field.Field {
		return []field.Field{field.Text(&u.Name, "姓名").Title().Search(3)}
	}).InBackground()
	offices := entity.Define("department", "部门", func(o *office) []field.Field {
		return []field.Field{field.Text(&o.Name, "名称").Title()}
	}).InBackground()
	firms := entity.Define("firm", "公司", func(f *firm) []field.Field {
		return []field.Field{
			field.Text(&f.Name, "名称").Required().Title().Search(5),
			field.Text(&f.Short, "简称").Search(3),
			field.Text(&f.Code, "编号").Search(2).Unique(),
			field.Phone(&f.Phone, "电话").Search(2),
			field.Choice(&f.Level, "级别", field.Is("key", "重点客户").In("Key account"), field.Is("plain", "普通客户")).Search(1),
			field.LongText(&f.Note, "备注").Search(1),
			field.LongText(&f.Margin, "毛利说明").Search(1).Private("finance"),
		}
	})
	visits := entity.Define("visit", "拜访", func(v *visit) []field.Field {
		return []field.Field{
			field.Ref(&v.FirmID, "公司").Required(),
			field.LongText(&v.Content, "内容").Search(2),
			field.Instant(&v.At, "时间"),
		}
	})
	sales := entity.Define("sale", "销售", func(s *sale) []field.Field {
		return []field.Field{
			field.Text(&s.Number, "单号").Title().Unique().Search(4),
			field.Ref(&s.FirmID, "公司"),
			field.Lines(&s.Lines, "明细", func(l *saleLine) []field.Field {
				return []field.Field{field.Text(&l.Item, "品名").Search(1), field.Ref(&l.From, "供应商")}
			}),
		}
	})
	return entity.NewSet(
		entity.Group{Module: "team", Types: []*entity.Type{people.Type, offices.Type}},
		entity.Group{Module: "sales", Types: []*entity.Type{firms.Type, visits.Type, sales.Type}},
	)
}

// book is a store in memory with the index on it.
type book struct {
	t     testing.TB
	types *entity.Set
	x     *Index
	dir   string
	keys  *seal.Keys
	clk   *clock.Settable
	recs  map[string]map[string]entity.Record
	seq   uint64
	hide  func(entity.Record) bool
	look  Access
}

func newBook(t testing.TB, dir string) *book {
	b := &book{t: t, types: testTypes(), dir: dir, keys: seal.New(), clk: clock.At(time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)), recs: map[string]map[string]entity.Record{}}
	b.open()
	t.Cleanup(func() { _ = b.x.Close() })
	return b
}

func (b *book) open() {
	b.t.Helper()
	x, err := Open(Config{Dir: b.dir, Keys: b.keys, Types: b.types, Store: b, Access: b.look, Clock: b.clk})
	if err != nil {
		b.t.Fatal(err)
	}
	b.x = x
}

func (b *book) build() {
	b.t.Helper()
	if err := b.x.Build(context.Background(), nil); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) reopen() {
	b.t.Helper()
	if err := b.x.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.open()
}

func (b *book) Seq() uint64 { return b.seq }

func (b *book) Lookup(context.Context, *entity.Type, string, field.Value) ([]string, error) {
	return nil, nil
}

func (b *book) Find(_ context.Context, t *entity.Type, id string) (entity.Record, error) {
	if rec, ok := b.recs[t.Name][id]; ok {
		return rec, nil
	}
	return nil, fault.New(fault.NotFound, "没有", "none")
}

func (b *book) Get(ctx context.Context, t *entity.Type, id string) (entity.Record, error) {
	rec, err := b.Find(ctx, t, id)
	if err == nil && rec.Meta().Deleted() {
		return nil, fault.New(fault.NotFound, "已删除", "deleted")
	}
	if err == nil && b.hide != nil && b.hide(rec) {
		return nil, fault.New(fault.Forbidden, "无权", "not yours")
	}
	return rec, err
}

func (b *book) Each(_ context.Context, t *entity.Type, yield func(entity.Record) bool) error {
	for _, id := range slices.Sorted(maps.Keys(b.recs[t.Name])) {
		if !yield(b.recs[t.Name][id]) {
			break
		}
	}
	return nil
}

// put saves a record without telling the index.
func (b *book) put(rec entity.Record) entity.Record {
	t := b.typeOf(rec)
	m := rec.Meta()
	if m.ID == "" {
		m.ID = id.New()
		m.CreatedAt = b.clk.Now()
	}
	m.Rev++
	m.UpdatedAt = b.clk.Now()
	if b.recs[t.Name] == nil {
		b.recs[t.Name] = map[string]entity.Record{}
	}
	b.recs[t.Name][m.ID] = t.Copy(rec)
	b.seq++
	return rec
}

func (b *book) typeOf(rec entity.Record) *entity.Type {
	for _, t := range b.types.All() {
		if fmt.Sprintf("%T", t.Blank()) == fmt.Sprintf("%T", rec) {
			return t
		}
	}
	panic("no type")
}

// save saves records and lets the index follow.
func (b *book) save(recs ...entity.Record) {
	b.t.Helper()
	var list []touch
	for _, rec := range recs {
		renamed := rec.Meta().Rev > 0
		b.put(rec)
		list = append(list, touch{b.typeOf(rec).Name, rec.Meta().ID, renamed})
	}
	if err := b.x.touched(context.Background(), list, b.seq); err != nil {
		b.t.Fatal(err)
	}
	if err := b.x.Settle(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) query(q Query) map[string][]string {
	b.t.Helper()
	res, err := b.x.Query(context.Background(), q)
	if err != nil {
		b.t.Fatal(err)
	}
	found := map[string][]string{}
	for _, g := range res.Groups {
		for _, h := range g.Hits {
			found[g.Entity] = append(found[g.Entity], h.ID)
		}
		if len(g.Hits) < q.limit() && g.Total != len(g.Hits) {
			b.t.Errorf("query %q: total of %s is %d with %d hits", q.Text, g.Entity, g.Total, len(g.Hits))
		}
	}
	return found
}

// finds tells whether a text finds a record.
func (b *book) finds(text string, rec entity.Record) bool {
	b.t.Helper()
	found := b.query(Query{Text: text, Limit: maxLimit})
	return slices.Contains(found[b.typeOf(rec).Name], rec.Meta().ID)
}
