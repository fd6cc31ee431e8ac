package columns

import (
	"math"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/money"
)

func (b *book) pivot(t *testing.T, q Aggregate) string {
	t.Helper()
	rows, err := b.cols.Aggregate(b.ctx, q)
	must(t, err)
	var lines []string
	for row := range rows.All() {
		var parts []string
		for i := range q.Groups {
			parts = append(parts, string(row.KeyJSON(nil, i)))
		}
		for i := range q.Measures {
			parts = append(parts, string(row.Value(i).JSON(nil)))
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	return strings.Join(lines, "; ")
}

func TestAggregate(t *testing.T) {
	b := newBook(t)
	put := func(name, level, place string, revenue money.Amount, size int, founded day.Day, tags ...string) {
		f := &firm{Name: name, Level: level, Place: place, Revenue: revenue, Size: size, Founded: founded, SeenAt: founded.Time().Add(20 * time.Hour)}
		if founded == 0 {
			f.SeenAt = time.Time{}
		}
		f.Tags = tags
		b.put(f)
	}
	put("甲", "B", "浙江省/杭州市/西湖区", 100, 1, day.Of(2025, 12, 29), "VIP", "老客户")
	put("乙", "A", "浙江省/宁波市", 101, 2, day.Of(2026, 1, 31), "VIP")
	put("丙", "A", "广东省/深圳市", 0, 0, day.Of(2026, 2, 1))
	put("丁", "", "", 7, 10, 0)
	for want, q := range map[string]Aggregate{
		`4 "2.08" "0.69" "0.07" "1.01"`:                                  {Measures: []Measure{{"count", ""}, {"sum", "revenue"}, {"avg", "revenue"}, {"min", "revenue"}, {"max", "revenue"}}},
		`13 4.333333333333333 1 10 3 3`:                                  {Measures: []Measure{{"sum", "size"}, {"avg", "size"}, {"min", "size"}, {"max", "size"}, {"count", "size"}, {"distinct", "size"}}},
		`"A" 2 "1.01"; "B" 1 "1.00"; null 1 "0.07"`:                      {Groups: []Group{{"level", ""}}, Measures: []Measure{{"count", ""}, {"sum", "revenue"}}},
		`"2025" 1; "2026" 2; null 1`:                                     {Groups: []Group{{"foundedOn", "year"}}, Measures: []Measure{{"count", ""}}},
		`"2025-Q4" 1; "2026-Q1" 2; null 1`:                               {Groups: []Group{{"foundedOn", "quarter"}}, Measures: []Measure{{"count", ""}}},
		`"2025-12" 1; "2026-01" 1; "2026-02" 1; null 1`:                  {Groups: []Group{{"foundedOn", "month"}}, Measures: []Measure{{"count", ""}}},
		`"2026-W01" 1; "2026-W05" 2; null 1`:                             {Groups: []Group{{"foundedOn", "week"}}, Measures: []Measure{{"count", ""}}},
		`"2025-12-29" 1; "2026-01-31" 1; "2026-02-01" 1; null 1`:         {Groups: []Group{{"foundedOn", "day"}}, Measures: []Measure{{"count", ""}}},
		`"2025-12-30" 1; "2026-02-01" 1; "2026-02-02" 1; null 1`:         {Groups: []Group{{"seenAt", "day"}}, Measures: []Measure{{"count", ""}}}, // local days
		`"2025-12" 1; "2026-02" 2; null 1`:                               {Groups: []Group{{"seenAt", "month"}}, Measures: []Measure{{"count", ""}}},
		`"广东省" 1; "浙江省" 2; null 1`:                                       {Groups: []Group{{"region", "province"}}, Measures: []Measure{{"count", ""}}},
		`"广东省/深圳市" 1; "浙江省/杭州市" 1; "浙江省/宁波市" 1; null 1`:                  {Groups: []Group{{"region", "city"}}, Measures: []Measure{{"count", ""}}},
		`"老客户" 1 "1.00"; "VIP" 2 "2.01"; null 2 "0.07"`:                  {Groups: []Group{{"tags", ""}}, Measures: []Measure{{"count", ""}, {"sum", "revenue"}}},
		`"浙江省" 2 "2.01"; null 1 "0.07"`:                                  {Groups: []Group{{"region", "province"}}, Measures: []Measure{{"count", ""}, {"sum", "revenue"}}, Sort: &By{1, true}, Limit: 2},
		`"A" 2`:                                                          {Groups: []Group{{"level", ""}}, Measures: []Measure{{"count", ""}}, Limit: 1},
		`0 null null null 0`:                                             {Where: b.where(t, `{"field":"name","op":"eq","value":"x"}`), Measures: []Measure{{"count", ""}, {"sum", "revenue"}, {"avg", "size"}, {"min", "foundedOn"}, {"distinct", "name"}}},
		`"2025-12-29" "2026-02-01"`:                                      {Measures: []Measure{{"min", "foundedOn"}, {"max", "foundedOn"}}},
		`"A" "2026-01" 1; "A" "2026-02" 1; "B" "2025-12" 1; null null 1`: {Groups: []Group{{"level", ""}, {"foundedOn", "month"}}, Measures: []Measure{{"count", ""}}},
		`"丙"; "丁"; "甲"; "乙"`:                                             {Groups: []Group{{"name", ""}}},
		`false "A" "VIP" 1; false "A" null 1; false "B" "老客户" 1; false "B" "VIP" 1; false null null 1`: {Groups: []Group{{"active", ""}, {"level", ""}, {"tags", ""}}, Measures: []Measure{{"count", ""}}},
	} {
		q.Entity = "firm"
		if got := b.pivot(t, q); got != want {
			t.Errorf("%v %v:\n got %s\nwant %s", q.Groups, q.Measures, got, want)
		}
	}
}

func TestAggregatesThatAreRefused(t *testing.T) {
	b := newBook(t)
	b.put(&firm{Name: "x"})
	many := []Group{{"level", ""}, {"size", ""}, {"name", ""}, {"code", ""}}
	for _, q := range []Aggregate{
		{Groups: many}, {Groups: []Group{{"nothing", ""}}}, {Groups: []Group{{"note", ""}}}, {Groups: []Group{{"level", "month"}}}, {Groups: []Group{{"foundedOn", "decade"}}}, {Groups: []Group{{"region", "month"}}},
		{Groups: []Group{{"tags", ""}, {"traits", ""}}}, {Measures: []Measure{{"median", "size"}}}, {Measures: []Measure{{"sum", ""}}}, {Measures: []Measure{{"sum", "name"}}}, {Measures: []Measure{{"sum", "foundedOn"}}},
		{Measures: []Measure{{"avg", "active"}}}, {Measures: []Measure{{"min", "level"}}}, {Measures: []Measure{{"distinct", "tags"}}}, {Measures: []Measure{{"count", "nothing"}}}, {Sort: &By{Measure: 0}},
	} {
		q.Entity = "firm"
		if _, err := b.cols.Aggregate(b.ctx, q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestSumsDoNotWrapAround(t *testing.T) {
	b := newBook(t)
	half := money.Amount(math.MaxInt64/2 + 1000)
	one := &firm{Name: "a", Revenue: half}
	b.put(one)
	if got := b.pivot(t, Aggregate{Entity: "firm", Measures: []Measure{{"sum", "revenue"}}}); got != `"`+half.String()+`"` {
		t.Errorf("one: %s", got)
	}
	b.put(&firm{Name: "b", Revenue: half})
	if _, err := b.cols.Aggregate(b.ctx, Aggregate{Entity: "firm", Measures: []Measure{{"sum", "revenue"}}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a sum beyond 64 bits: %v", err)
	}
	if got := b.pivot(t, Aggregate{Entity: "firm", Measures: []Measure{{"avg", "revenue"}}}); got != `"`+half.String()+`"` {
		t.Errorf("average of both: %s", got)
	}
	b.put(&firm{Name: "c", Revenue: -half})
	if got := b.pivot(t, Aggregate{Entity: "firm", Measures: []Measure{{"sum", "revenue"}}}); got != `"`+half.String()+`"` {
		t.Errorf("with its negative: %s", got)
	}
}

// TestFarCells groups by so many values that cells are found by their keys.
func TestFarCells(t *testing.T) {
	w := newWide(t, 3000, 1000)
	q := Aggregate{Entity: "firm", Groups: []Group{{"name", ""}, {"seenAt", ""}, {"weight", ""}}, Measures: []Measure{{"count", ""}, {"sum", "size"}, {"distinct", "level"}}}
	rows, err := w.cols.Aggregate(w.ctx, q)
	must(t, err)
	if want := newBrute(w.book).aggregate(q); rows.Len() != len(want) {
		t.Errorf("%d groups, want %d", rows.Len(), len(want))
	}
}
