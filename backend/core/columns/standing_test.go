package columns

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
)

// standingly keeps the order of every list from the first question on, in pieces of few rows.
func standingly(t *testing.T) {
	from, asks, rest, pieces, far, few, do := standFrom, standAsks, standRest, pieceRows, farToLook, fewRows, inPassing
	t.Cleanup(func() {
		standFrom, standAsks, standRest, pieceRows, farToLook, fewRows, inPassing = from, asks, rest, pieces, far, few, do
	})
	standFrom, standAsks, standRest, pieceRows, farToLook, fewRows = 1, 1, 0, 4, 10, 2
	inPassing = func(do func()) { do() }
}

// standing counts the orders that are kept.
func (c *Columns) standing() (n int) {
	for _, s := range c.standings.of {
		n += boolInt(s.order != nil)
	}
	return n
}

func TestKeptOrdersAnswerAsTheRecordsDo(t *testing.T) {
	standingly(t)
	rapid.Check(t, func(r *rapid.T) {
		b := newBook(t)
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			b.step(r)
		}
		for range 3 {
			b.compare(r)
			b.step(r)
		}
		b.comparePages(r)
	})
}

// sortsKept are orders over which many questions go.
var sortsKept = []string{
	"firm", "firm size", "firm -id", "firm name", "firm -name size", "firm level -foundedOn", "firm parentId", "firm -parentId.name level", "firm parentId.parentId.size -seenAt",
	"firm active region", "firm -code", "firm ownerId -updatedAt", "order firmId", "order -firmId.parentId.name number", "order firmId.level -total", "order -orderedOn",
}

func sortedBy(said string) (entity string, sorts []Sort) {
	fields := strings.Fields(said)
	for _, by := range fields[1:] {
		field, desc := strings.CutPrefix(by, "-")
		sorts = append(sorts, Sort{field, desc})
	}
	return fields[0], sorts
}

// TestKeptOrdersFollowChanges asks for the same few lists over and over while records change, come and go.
func TestKeptOrdersFollowChanges(t *testing.T) {
	standingly(t)
	rapid.Check(t, func(r *rapid.T) {
		b := newBook(t)
		for range rapid.IntRange(5, 30).Draw(r, "steps") {
			b.step(r)
		}
		lists := rapid.SliceOfN(rapid.SampledFrom(sortsKept), 1, 3).Draw(r, "lists")
		for range rapid.IntRange(5, 25).Draw(r, "rounds") {
			b.step(r)
			entityName, sorts := sortedBy(draw(r, lists, "list"))
			q := Query{Entity: entityName, Sort: sorts, Limit: rapid.IntRange(1, 6).Draw(r, "limit")}
			if rapid.Bool().Draw(r, "filtered") {
				q.Where, q.Scope = b.randomFilter(r, entityName, 1), b.randomFilter(r, entityName, 0)
			}
			b.compareDeep(r, q, newBrute(b).list(entityName, q.Where, q.Scope, sorts, false))
		}
	})
}

// TestKeptOrdersOfManyBlocks changes many and few rows of lists over several blocks.
func TestKeptOrdersOfManyBlocks(t *testing.T) {
	standingly(t)
	pieceRows, fewRows, farToLook, standRest = 50, 100, 300, 1_000_000
	w := newWide(t, blockRows+300, 1_500)
	filters := map[string][]string{
		"firm":  {`{}`, `{"field":"size","op":"lt","value":150}`, `{"field":"size","op":"lt","value":5}`, `{"field":"size","op":"lt","value":1}`, `{"field":"size","op":"ge","value":280}`, `{"field":"parentId.size","op":"ge","value":280}`},
		"order": {`{}`, `{"field":"total","op":"gt","value":100}`, `{"field":"firmId.level","op":"eq","value":"A"}`},
	}
	kept := 0
	for round := range 6 {
		if kept = max(kept, w.cols.standing()); w.cols.standing() < kept {
			t.Fatalf("%d orders are kept, %d were", w.cols.standing(), kept)
		}
		for i, said := range sortsKept {
			br := newBrute(w.book)
			entityName, sorts := sortedBy(said)
			for j, filter := range filters[entityName] {
				if round > 0 && (i+j+round)%4 > 0 { // comparing takes long
					continue
				}
				q := Query{Entity: entityName, Sort: sorts, Limit: 30, Where: w.where(t, filter)}
				want := br.list(entityName, q.Where, nil, sorts, false)
				skip := min(200, len(want)/10)
				for _, tenth := range []int{0, 3, 6, 9, 10} {
					q.After = ""
					q.Skip = len(want) * tenth / 10
					for first := q.Skip; first < len(want); first += q.Limit + skip {
						page, err := w.cols.List(w.ctx, q)
						must(t, err)
						last := min(first+q.Limit, len(want))
						if !slices.Equal(page.IDs, want[first:last]) || page.Total != len(want) {
							t.Fatalf("round %d, %s where %s: the page from %d of %d is not right", round, said, filter, first, len(want))
						}
						if q.After, q.Skip = page.Next, skip; page.Next == "" || tenth > 0 {
							break
						}
					}
				}
			}
		}
		for range 40 {
			f := one(w, w.records["firm"]).(*firm)
			if w.change(f); round%2 == 0 {
				f.Name = "" // and nothing else of what the orders of orders hang on
			}
			w.again("firm", f)
		}
		for range 5 {
			o := one(w, w.records["order"]).(*order)
			w.changeOrder(o)
			w.again("order", o)
			w.addFirm()
			w.addOrder()
		}
		w.gone("firm", one(w, w.records["firm"]))
		w.gone("order", one(w, w.records["order"]))
	}
}

// gone has a record erased.
func (w *wide) gone(name string, rec entity.Record) {
	w.records[name] = slices.DeleteFunc(w.records[name], func(other entity.Record) bool { return other == rec })
	w.cols.mu.Lock()
	w.cols.apply(name, rec.Meta().ID, nil)
	w.cols.mu.Unlock()
}

// TestKeptOrdersAreMadeWhenAskedAgain keeps no order for one question, and none through a change too great.
func TestKeptOrdersAreMadeWhenAskedAgain(t *testing.T) {
	standingly(t)
	standAsks = 2
	w := newWide(t, 1_500, 0)
	ask := func(want int) {
		t.Helper()
		_, err := w.cols.List(w.ctx, Query{Entity: "firm", Sort: []Sort{{"name", false}}})
		must(t, err)
		if n := w.cols.standing(); n != want {
			t.Fatalf("%d orders are kept, want %d", n, want)
		}
	}
	ask(0)
	ask(1)
	past := w.cols.allOf("firm", []Sort{{"name", false}})
	for i, rec := range w.records["firm"] {
		f := rec.(*firm)
		if f.Name = fmt.Sprint("公司", i); i < mostMoved/3 {
			w.again("firm", f)
		}
	}
	ask(1)
	kept := w.cols.standings.named(past.t, past.sorts)
	order, rows := kept.order, []int32{}
	for _, p := range order.pieces {
		rows = append(rows, p.rows...)
	}
	if past.lineup(false) != nil || kept.order != order {
		t.Error("a view of the past is answered by an order of the present, or has it forgotten")
	}
	w.again("firm", w.records["firm"][mostMoved/2])
	ask(1)
	at := 0
	order.each(0, func(row int32) bool {
		at++
		return row == rows[at-1]
	})
	if kept.order == order || at < len(rows) {
		t.Error("an order changed while somebody may read it, or did not follow")
	}
	for i, rec := range w.records["firm"] {
		f := rec.(*firm)
		f.Name = fmt.Sprint("公司", -i)
		w.again("firm", f)
	}
	ask(0)
	ask(1)
	for _, s := range w.cols.standings.of {
		s.forget()
	}
	ask(0)
}

// TestKeptOrdersAreNotOfRefsThatOnlySomeMaySee leaves orders alone that hang on who asks.
func TestKeptOrdersAreNotOfRefsThatOnlySomeMaySee(t *testing.T) {
	standingly(t)
	w := newWide(t, 300, 0)
	secret := w.where(t, `{"field":"size","op":"lt","value":150}`)
	veiled := w.ctx
	w.cols.Heed(func(ctx context.Context, entity string) *Filter {
		if ctx == veiled && entity == "firm" {
			return secret
		}
		return nil
	})
	open := context.WithValue(w.ctx, secret, true)
	q := Query{Entity: "firm", Sort: []Sort{{"parentId", false}}, Limit: 300}
	mine, far := WhereMe("ownerId"), Where("parentId.level", "in", "A", "B")
	for _, where := range []*Filter{&mine, &far} {
		var plain, kept []int
		for _, counts := range []*[]int{&plain, &kept} {
			standFrom = map[bool]int{true: 1 << 60, false: 1}[counts == &plain]
			for _, ctx := range []context.Context{open, veiled, who.With(w.ctx, who.User{ID: id.New()})} {
				n, err := w.cols.Count(ctx, Query{Entity: "firm", Where: where})
				must(t, err)
				*counts = append(*counts, n)
			}
		}
		if !slices.Equal(plain, kept) || plain[0] == plain[1] && plain[0] == plain[2] {
			t.Errorf("where %s: %v, want %v", show(where), kept, plain)
		}
	}
	for range 2 {
		all, err := w.cols.List(open, q)
		must(t, err)
		some, err := w.cols.List(veiled, q)
		must(t, err)
		if slices.Equal(all.IDs, some.IDs) {
			t.Fatal("names that may not be read decide the order")
		}
	}
}
