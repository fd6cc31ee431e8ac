package store

import (
	"bytes"
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
	"xingke/backend/core/seal"
)

// The entities of the tests: a firm with every sort of index, and a deal that points to it.

type firm struct {
	entity.Base
	Name   string       `json:"name"`
	Code   string       `json:"code"`
	Level  string       `json:"level"`
	Size   int          `json:"size"`
	Worth  money.Amount `json:"worth"`
	Since  day.Day      `json:"since"`
	Words  []string     `json:"words"`
	Note   string       `json:"note"`
	Parent id.Of[firm]  `json:"parentId"`
	Items  []item       `json:"items"`
}

type item struct {
	What  string         `json:"what"`
	Count money.Quantity `json:"count"`
}

var firms = entity.Define("firm", "公司", func(f *firm) []field.Field {
	return []field.Field{
		field.Text(&f.Name, "名称").Required().Title().Index(),
		field.Text(&f.Code, "编号").Unique(),
		field.Choice(&f.Level, "级别", field.Is("a", "甲"), field.Is("b", "乙")).Index(),
		field.Number(&f.Size, "人数").Index().ZeroEmpty(),
		field.Money(&f.Worth, "市值"),
		field.Day(&f.Since, "成立").Index(),
		field.Tags(&f.Words, "词").Index(),
		field.LongText(&f.Note, "备注"),
		field.Ref(&f.Parent, "上级").Index(),
		field.Lines(&f.Items, "明细", func(l *item) []field.Field {
			return []field.Field{field.Text(&l.What, "内容"), field.Decimal(&l.Count, "数量")}
		}),
	}
})

type deal struct {
	entity.Base
	Name string      `json:"name"`
	Firm id.Of[firm] `json:"firmId"`
}

var deals = entity.Define("deal", "交易", func(d *deal) []field.Field {
	return []field.Field{
		field.Text(&d.Name, "名称").Required().Title(),
		field.Ref(&d.Firm, "公司").Required().Index(),
	}
})

func types() *entity.Set {
	return entity.NewSet(entity.Group{Module: "test", Types: []*entity.Type{firms.Type, deals.Type}})
}

var (
	noon     = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	bookKeys = fixedKeys() // the same in the programs that tests start
	wang     = who.User{ID: "wang", Name: "王芳"}
	bg       = who.With(context.Background(), wang)
)

func fixedKeys() *seal.Keys {
	keys, err := seal.From(bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		panic(err)
	}
	return keys
}

// failing is what a test and a property have in common.
type failing interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func must(t failing, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func config(dir string) Config {
	return Config{Dir: dir, Keys: bookKeys, Types: types(), Clock: clock.At(noon), Device: "pad", seams: seams{retry: func(ctx context.Context, _ int) error { return ctx.Err() }}}
}

func openAt(t failing, dir string) *DB {
	t.Helper()
	db, err := Open(config(dir))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// each runs a test on a book in memory and on one on disk.
func each(t *testing.T, test func(t *testing.T, db *DB)) {
	for name, dir := range map[string]string{"memory": "", "disk": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			db := openAt(t, dir)
			defer func() { must(t, db.Close()) }()
			test(t, db)
		})
	}
}

func newFirm(t failing, db *DB, name string) *firm {
	t.Helper()
	f := &firm{Name: name}
	must(t, db.Put(bg, f))
	return f
}
