package columns

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/day"
)

// hastily makes every shortcut be taken, however few the rows are.
func hastily(t *testing.T) {
	some, large, near, said, parallel := someRows, largeTable, nearFrom, saidAlone, parallelFrom
	t.Cleanup(func() { someRows, largeTable, nearFrom, saidAlone, parallelFrom = some, large, near, said, parallel })
	someRows, largeTable, nearFrom, saidAlone, parallelFrom = 1, 3, 0, 2, 2
}

// TestFirstPagesOfManyBlocks pages through lists of every kind of order by heaps.
func TestFirstPagesOfManyBlocks(t *testing.T) {
	hastily(t)
	w := newWide(t, blockRows+300, 1_500)
	br := newBrute(w.book)
	for i, one := range []struct{ entity, by string }{
		{"firm", ""}, {"firm", "-id"}, {"firm", "name"}, {"firm", "-name"}, {"firm", "level"}, {"firm", "-level -name"}, {"firm", "revenue"}, {"firm", "-revenue id"},
		{"firm", "foundedOn"}, {"firm", "active size region"}, {"firm", "-parentId.name seenAt"}, {"firm", "-seenAt"}, {"firm", "ownerId -region -level name"},
		{"firm", "parentId"}, {"order.lines", ""}, {"order.lines", "sort"}, {"order.lines", "-orderId"}, {"order.lines", "-quantity orderId.orderedOn"}, {"order", "-firmId"},
		{"order.lines", "-orderId.firmId.region sort"},
	} {
		q := Query{Entity: one.entity, Limit: 40, Deleted: i%5 == 4}
		for _, by := range strings.Fields(one.by) {
			field, desc := strings.CutPrefix(by, "-")
			q.Sort = append(q.Sort, Sort{field, desc})
		}
		want := br.list(q.Entity, nil, nil, q.Sort, q.Deleted)
		for at := 0; at < min(len(want), 200); at += q.Limit {
			page, err := w.cols.List(w.ctx, q)
			must(t, err)
			if !slices.Equal(page.IDs, want[at:min(at+q.Limit, len(want))]) || page.Total != len(want) {
				t.Fatalf("%s by %q: the page from %d of %d is not right", one.entity, one.by, at, len(want))
			}
			q.After = page.Next
		}
	}
}

// TestKeysAreNarrowedAsTheyCompare holds what keeps the rows of some keys, and what counts them, against the keys.
func TestKeysAreNarrowedAsTheyCompare(t *testing.T) {
	w := newWide(t, blockRows+300, 3_000)
	view := w.cols.view()
	a := w.cols.asker(w.ctx, view)
	rnd := rand.New(rand.NewPCG(3, 4))
	asked := 0
	for entity, fields := range map[string]string{
		"firm":        "id name level size revenue foundedOn seenAt active tags traits region ownerId parentId parentId.name parentId.level",
		"order":       "firmId firmId.region orderedOn total number",
		"order.lines": "sort amount quantity orderId.firmId orderId.orderedOn orderId what",
	} {
		table := view.tables[entity]
		for _, field := range strings.Fields(fields) {
			for _, desc := range []bool{false, true} {
				k, err := a.key(table, Sort{field, desc})
				must(t, err)
				for _, n := range []numbered{k, a.tie(table)} {
					asked += narrowed(t, table, n, rnd, field)
				}
			}
		}
	}
	if asked < 300 {
		t.Errorf("only %d blocks were narrowed", asked)
	}
}

// narrowed holds the blocks of a table against the keys of their rows and tells how many it could.
func narrowed(t *testing.T, table *tableView, k numbered, rnd *rand.Rand, field string) (asked int) {
	for block := range table.blocks() {
		rows := table.inBlock(block)
		keys := make([]int64, rows)
		k.load(block, keys)
		for range 4 {
			lo, hi := keys[rnd.IntN(rows)], keys[rnd.IntN(rows)]
			if lo > hi {
				lo, hi = hi, lo
			}
			lo, hi = [3]int64{lo, math.MinInt64, lo}[rnd.IntN(3)], [3]int64{hi, hi, noKey}[rnd.IntN(3)]
			before := firstRows(rows)
			for i := range before {
				before[i] &= [3]uint64{^uint64(0), rnd.Uint64(), rnd.Uint64() & rnd.Uint64() & rnd.Uint64() & rnd.Uint64()}[rnd.IntN(3)]
			}
			after := before
			if !k.within(block, lo, hi, &after) {
				continue
			}
			asked++
			for i, key := range keys {
				if key != k.at(block<<blockBits+i) {
					t.Fatalf("%s: row %d has two keys", field, i)
				}
				if want := before.has(i) && key >= lo && key <= hi; want != after.has(i) {
					t.Fatalf("%s in %d…%d: row %d of block %d with the key %d: %v", field, lo, hi, i, block, key, after.has(i))
				}
			}
		}
		lo, hi := k.bounds()
		s := stretch{lo: lo, hi: hi}
		for uint64(hi-lo)>>s.shift >= stretches-1 {
			s.shift++
		}
		if own, is := k.(*key); is {
			s.codes = own.stretchOf(s)
		}
		marked, buf := firstRows(rows), []uint16{}
		got, want := make([]int32, stretches), make([]int32, stretches)
		if !k.tally(block, marked.rowsOf(rows, &buf), s, got) {
			continue
		}
		for _, key := range keys {
			want[s.of(key)]++
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s: the rows of block %d are counted wrongly", field, block)
		}
	}
	return asked
}

// TestNumbersAreNarrowedInEveryWidth holds the tests of numbers of all widths against each number.
func TestNumbersAreNarrowedInEveryWidth(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, width := range []int64{1, 200, 40_000, 3_000_000_000, math.MaxInt64 / 2} {
		for _, rows := range []int{1, 63, 64, 700, blockRows} {
			var c ints
			for i := range rows {
				if rnd.IntN(4) > 0 {
					c.set(i, rnd.Int64N(width)-50, tick{epoch: 1})
				}
			}
			view := &columnView{slots: c.slots, rows: rows}
			for range 12 {
				lo, hi := rnd.Int64N(width)-50, rnd.Int64N(width)-50
				if rnd.IntN(2) == 0 {
					hi = lo
				}
				empty, codes := rnd.IntN(2) == 0, newCodeset(300)
				for range rnd.IntN(3) {
					codes.add(rnd.IntN(150))
				}
				before := firstRows(rows)
				for i := range before {
					before[i] &= [3]uint64{^uint64(0), rnd.Uint64(), 1 << rnd.IntN(64)}[rnd.IntN(3)]
				}
				span, set := before, before
				testOfSpan(view, lo, hi, empty).narrow(0, &span)
				among{of: view, set: codes, empty: empty}.narrow(0, &set)
				for i := range rows {
					v := view.at(i)
					in := v == null && empty || v != null && v >= lo && v <= hi
					of := v == null && empty || v != null && v >= 0 && codes.has(v)
					if span.has(i) != (before.has(i) && in) || set.has(i) != (before.has(i) && of) {
						t.Fatalf("%d of %d rows, %d in %d…%d or %v, empty %v: %v %v", i, rows, v, lo, hi, codes, empty, span.has(i), set.has(i))
					}
				}
			}
		}
	}
}

func testOfSpan(of *columnView, lo, hi int64, empty bool) test {
	return span{of: of, lo: lo, hi: hi, empty: empty}
}

// TestNearerIsTheSame asks by the records referred to and by the rows themselves.
func TestNearerIsTheSame(t *testing.T) {
	hastily(t)
	w := newWide(t, 2_000, 3_000)
	for _, rec := range w.records["order"][:200] {
		o := rec.(*order)
		o.FirmID = ""
		w.again("order", o)
	}
	br := newBrute(w.book)
	for _, raw := range []string{``, `{"field":"amount","op":"ge","value":1000}`, `{"field":"sort","op":"eq","value":"goods"}`, `{"or":[]}`} {
		where, err := ParseFilter([]byte(raw))
		must(t, err)
		for _, q := range []Aggregate{
			{Measures: []Measure{{"distinct", "orderId.firmId"}}},
			{Groups: []Group{{"orderId.firmId.region", "province"}}, Measures: []Measure{{"distinct", "orderId.firmId"}}},
			{Groups: []Group{{"orderId.firmId.level", ""}}, Measures: []Measure{{"distinct", "orderId.firmId"}, {"max", "orderId.firmId.size"}}},
			{Groups: []Group{{"orderId.orderedOn", "month"}}, Measures: []Measure{{"distinct", "orderId.firmId"}, {"min", "orderId.total"}, {"distinct", "orderId"}}},
			{Groups: []Group{{"orderId.firmId.level", ""}, {"orderId.firmId.active", ""}}, Measures: []Measure{{"distinct", "orderId.firmId.size"}}},
			{Groups: []Group{{"orderId.firmId.tags", ""}}, Measures: []Measure{{"distinct", "orderId.firmId"}}},
			{Groups: []Group{{"orderId.firmId.name", ""}}, Measures: []Measure{{"distinct", "orderId.firmId"}}},
			{Groups: []Group{{"orderId.firmId", ""}}, Measures: []Measure{{"distinct", "orderId.firmId"}}},
		} {
			q.Entity, q.Where = "order.lines", where
			got := strings.Split(w.pivot(t, q), "; ")
			nearFrom = math.MaxInt / 1_000_000
			want := strings.Split(w.pivot(t, q), "; ")
			nearFrom = 0
			if !slices.Equal(got, want) {
				t.Fatalf("%v %v where %s:\n got %v\nwant %v", q.Groups, q.Measures, raw, got, want)
			}
			if lines := br.aggregate(q); len(lines) != len(got) && lines != nil {
				t.Fatalf("%v %v where %s: %d groups, should be %d", q.Groups, q.Measures, raw, len(got), len(lines))
			}
		}
	}
}

// TestTurnsOfDays holds the days of moments against the calendar where clocks are put forward and back.
func TestTurnsOfDays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 9))
	for _, name := range []string{"UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		lo, hi := time.Date(1986, 1, 5, 3, 0, 0, 0, time.UTC).UnixMilli(), time.Date(2012, 3, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
		days, at := localTurns(lo, hi, zone)
		toDay := localDays(lo, days, at, zone)
		marks := turnsFor(lo, hi, zone)
		for i := range 20_000 {
			ms := lo + rnd.Int64N(hi-lo)
			if i%2 == 0 {
				ms = min(hi, max(lo, at[rnd.IntN(len(at))]+rnd.Int64N(3)-1))
			}
			want := day.In(time.UnixMilli(ms), zone)
			out := []uint32{7, 7}
			one := slot{&block{i64: []int64{ms, null}}, ms, ms}
			if done := marks.add(out, one, 1); !done || toDay(ms) != want || marks.day(ms) != want || out[0] != uint32(want)+7 || out[1] != 7 {
				t.Fatalf("%s: %v lies in %v, not %v", name, time.UnixMilli(ms).In(zone), want, fmt.Sprint(toDay(ms), out))
			}
		}
	}
}
