package columns

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
)

// newLong is one table of many rows as follow-ups are, in the order of time and most ids too, and as
// many orders of a tenth as many firms.
func newLong(rows int, orders bool) (*Columns, context.Context) {
	c := &Columns{types: types(), clock: clock.At(noon), zone: shanghai, epoch: 1}
	c.reset()
	rnd := rand.New(rand.NewPCG(1, 2))
	users := make([]id.Of[who.User], 30)
	for i := range users {
		users[i] = id.Of[who.User](id.New())
		c.apply("user", string(users[i]), &person{Base: metaOf(string(users[i])), Name: fmt.Sprintf("员工%d", i)})
	}
	chars := []rune("杭州宁波上海北京华为重庆深圳广东浙江科技贸易食品机械电子信息有限公司集团发展实业")
	name := func() string {
		name := make([]rune, 6+rnd.IntN(6))
		for j := range name {
			name[j] = chars[rnd.IntN(len(chars))]
		}
		return string(name)
	}
	begun := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	if !orders {
		for i := range rows {
			f := &firm{Base: metaOf(id.New()), Level: []string{"A", "B", "C"}[rnd.IntN(10)/4], Size: rnd.IntN(5000), SeenAt: begun.Add(time.Duration(i+rnd.IntN(rows/10)) * 700 * 24 * time.Hour / time.Duration(rows))}
			f.OwnerID = users[rnd.IntN(len(users))]
			f.Founded = day.Of(2015, 1, 1) + day.Day(rnd.IntN(3650))
			if i%10 == 0 {
				f.Code = name()
			}
			c.apply("firm", f.ID, f)
		}
		return c, who.With(context.Background(), who.System)
	}
	firms := make([]string, rows/10)
	for i := range firms {
		f := &firm{Base: metaOf(id.New()), Name: name()}
		firms[i] = f.ID
		c.apply("firm", f.ID, f)
	}
	few := rand.NewZipf(rnd, 1.1, 50, uint64(len(firms)-1))
	for range rows {
		o := &order{Base: metaOf(id.New()), FirmID: id.Of[firm](firms[few.Uint64()]), Total: money.Amount(rnd.IntN(1_000_000)), Ordered: day.Of(2021, 1, 1) + day.Day(rnd.IntN(1826))}
		c.apply("order", o.ID, o)
	}
	return c, who.With(context.Background(), who.System)
}

// BenchmarkLong asks for pages and sums of one long table.
func BenchmarkLong(b *testing.B) {
	for _, rows := range rowsToTry() {
		for _, orders := range []bool{false, true} {
			c, ctx := newLong(rows, orders)
			entity, sorts := "firm", map[string]Sort{"newest": {"seenAt", true}, "by owner": {"ownerId", false}, "by choice": {"level", false}, "by day": {"foundedOn", true}, "by text": {"code", false}}
			if orders {
				entity, sorts = "order", map[string]Sort{"by name": {"firmId", false}, "by amount": {"total", true}}
			}
			for name, s := range sorts {
				for place, skip := range map[string]int{"first": 0, "middle": rows / 2, "late": rows / 10 * 9} {
					b.Run(fmt.Sprint(rows, "/", name, "/", place), func(b *testing.B) {
						measured(b, func() error {
							_, err := c.List(ctx, Query{Entity: entity, Sort: []Sort{s}, Skip: skip})
							return err
						})
					})
				}
			}
			if orders {
				b.Run(fmt.Sprint(rows, "/top 20"), func(b *testing.B) {
					measured(b, func() error {
						_, err := c.Aggregate(ctx, Aggregate{Entity: "order", Groups: []Group{{"firmId", ""}}, Measures: []Measure{{"sum", "total"}}, Sort: &By{0, true}, Limit: 20})
						return err
					})
				})
				continue
			}
			owner := c.view().tables["user"].ids.at(3)
			three := All(Where("level", "eq", "B"), Where("ownerId", "eq", owner), Where("foundedOn", "ge", "2020-06-01"))
			b.Run(fmt.Sprint(rows, "/3 filters, newest"), func(b *testing.B) {
				measured(b, func() error {
					_, err := c.List(ctx, Query{Entity: "firm", Where: &three, Sort: []Sort{{"foundedOn", true}}})
					return err
				})
			})
			b.Run(fmt.Sprint(rows, "/3 filters, count"), func(b *testing.B) {
				measured(b, func() error { _, err := c.Count(ctx, Query{Entity: "firm", Where: &three}); return err })
			})
			b.Run(fmt.Sprint(rows, "/month × owner"), func(b *testing.B) {
				measured(b, func() error {
					_, err := c.Aggregate(ctx, Aggregate{Entity: "firm", Groups: []Group{{"seenAt", "month"}, {"ownerId", ""}}, Measures: []Measure{{"count", ""}}})
					return err
				})
			})
		}
	}
}

// BenchmarkChangedLong asks for a page in the middle of a long list after each change of a record in it, and makes its
// order anew.
func BenchmarkChangedLong(b *testing.B) {
	for _, rows := range rowsToTry() {
		c, ctx := newLong(rows, false)
		t := c.view().tables["firm"]
		for name, by := range map[string]Sort{"by day": {"foundedOn", true}, "by text": {"code", false}, "by owner": {"ownerId", false}} {
			q := Query{Entity: "firm", Sort: []Sort{by}, Skip: rows / 2}
			i := 0
			b.Run(fmt.Sprint(rows, "/", name), func(b *testing.B) {
				measured(b, func() error {
					i++
					f := &firm{Base: metaOf(t.ids.at(i * 7919 % t.n)), Founded: day.Of(2015, 1, 1) + day.Day(i%3650), Code: fmt.Sprint("C", i)}
					c.mu.Lock()
					c.apply("firm", f.ID, f)
					c.mu.Unlock()
					_, err := c.List(ctx, q)
					return err
				})
			})
			b.Run(fmt.Sprint(rows, "/", name, ", made"), func(b *testing.B) {
				b.ReportAllocs()
				measured(b, func() error { c.allOf("firm", q.Sort).ordered(); return nil })
			})
		}
	}
}
