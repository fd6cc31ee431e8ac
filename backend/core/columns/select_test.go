package columns

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"xingke/backend/base/money"
)

// pickily makes pages be found by counting, however small the tables are.
func pickily(t *testing.T) {
	kept, few, parallel := mostKept, fewRows, parallelFrom
	t.Cleanup(func() { mostKept, fewRows, parallelFrom = kept, few, parallel })
	mostKept, fewRows, parallelFrom = 3, 2, 2
}

func TestDeepPagesAnswerAsTheRecordsDo(t *testing.T) {
	pickily(t)
	rapid.Check(t, func(r *rapid.T) {
		b := newBook(t)
		for range rapid.IntRange(10, 40).Draw(r, "steps") {
			b.step(r)
		}
		for range 2 {
			b.compare(r)
			b.step(r)
		}
	})
}

// TestDeepPagesOfManyBlocks looks at every kind of order over several blocks, with many equal values,
// empty ones, numbers as far apart as they can be, and ids that came late.
func TestDeepPagesOfManyBlocks(t *testing.T) {
	pickily(t)
	mostKept, fewRows = 50, 20
	w := newWide(t, blockRows+300, 1_500)
	for i, rec := range w.records["firm"] {
		f := rec.(*firm)
		switch f.Founded = 0; i % 7 {
		case 0:
			f.Revenue = money.Amount(math.MaxInt64 - i)
		case 1:
			f.Revenue = money.Amount(math.MinInt64 + 1 + i)
		}
		w.again("firm", f)
	}
	br := newBrute(w.book)
	where := map[string]string{"firm": `{"field":"size","op":"lt","value":150}`, "order.lines": `{"field":"sort","op":"eq","value":"goods"}`}
	for i, one := range []struct{ entity, by string }{
		{"firm", ""}, {"firm", "-id"}, {"firm", "name"}, {"firm", "-name"}, {"firm", "level"}, {"firm", "-level -name"}, {"firm", "revenue"}, {"firm", "-revenue id"},
		{"firm", "foundedOn"}, {"firm", "foundedOn -size"}, {"firm", "active size region"}, {"firm", "-parentId.name seenAt"}, {"firm", "-seenAt"}, {"firm", "ownerId -region -level name"},
		{"order.lines", ""}, {"order.lines", "what"}, {"order.lines", "-orderId"}, {"order.lines", "-quantity orderId.orderedOn"}, {"order.lines", "-orderId.firmId.region sort"},
	} {
		q := Query{Entity: one.entity, Limit: 70, Deleted: i%5 == 4}
		for _, by := range strings.Fields(one.by) {
			field, desc := strings.CutPrefix(by, "-")
			q.Sort = append(q.Sort, Sort{field, desc})
		}
		if i%2 == 1 {
			q.Where = w.where(t, where[one.entity])
		}
		want := br.list(q.Entity, q.Where, nil, q.Sort, q.Deleted)
		for step := range 12 {
			q.Skip = len(want) * step / 10
			page, err := w.cols.List(w.ctx, q)
			must(t, err)
			first, last := min(q.Skip, len(want)), min(q.Skip+q.Limit, len(want))
			if !slices.Equal(page.IDs, want[first:last]) || page.Total != len(want) {
				t.Fatalf("%s by %q: the page from %d of %d is not right", one.entity, one.by, q.Skip, len(want))
			}
		}
	}
}

func TestLateIDsFindTheirPlace(t *testing.T) {
	w := newWide(t, 50, 0)
	check := func() {
		t.Helper()
		w.cols.mu.Lock()
		view := w.cols.look()
		w.cols.mu.Unlock()
		of := view.tables["firm"]
		ranks := w.cols.idRanks(of)
		if ranks == nil {
			t.Fatal("the ids came in order")
		}
		rank := ranks.rank
		for a := range of.n {
			if span := ranks.spans[a>>blockBits]; rank[a] < span.lo || rank[a] > span.hi {
				t.Fatalf("row %d of rank %d lies outside of its block, %v", a, rank[a], span)
			}
			for b := range of.n {
				if (rank[a] < rank[b]) != (of.ids.at(a) < of.ids.at(b)) {
					t.Fatalf("rows %d and %d: %s %s", a, b, of.ids.at(a), of.ids.at(b))
				}
			}
		}
	}
	w.add("firm", &firm{Base: metaOf("00000000-0000-7000-8000-000000000000")})
	check()
	for i := range 40 {
		w.addFirm()
		if i%9 == 0 {
			w.add("firm", &firm{Base: metaOf(fmt.Sprintf("%08x-0000-7000-8000-000000000000", 0xfffffff-i))})
			check()
		}
	}
	for _, odd := range []string{"an id of another form", "FFFF", "000"} {
		w.add("firm", &firm{Base: metaOf(odd)})
		check()
	}
}

func TestHeadsAreSorted(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		keys := make([]headed, rapid.IntRange(0, 50).Draw(r, "n"))
		mask := rapid.Uint64().Draw(r, "mask")
		for i := range keys {
			keys[i] = headed{rapid.Uint64().Draw(r, "head") & mask, int32(i)}
		}
		want := slices.Clone(keys)
		slices.SortStableFunc(want, func(a, b headed) int {
			switch {
			case a.head < b.head:
				return -1
			case a.head > b.head:
				return 1
			}
			return 0
		})
		if got := sortHeads(keys); !slices.Equal(got, want) {
			r.Fatalf("got %v, want %v", got, want)
		}
	})
}
